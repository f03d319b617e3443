import '../api/no-eval.ts'
import { QueryClientProvider } from '@tanstack/react-query'
import { App, ConfigProvider } from 'antd'
import englishParts from 'antd/locale/en_US'
import chineseParts from 'antd/locale/zh_CN'
import { type JSX, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../ui/tokens.css'
import { makeQueryClient } from '../api/staff-session.ts'
import { antdTheme } from '../ui/antd-theme.ts'
import { useLanguage } from '../ui/language.ts'
import { useScheme } from '../ui/scheme.ts'
import { Gate } from './gate.tsx'

const queries = makeQueryClient()

const Surface = (): JSX.Element => {
  const language = useLanguage()
  const scheme = useScheme()
  return (
    <ConfigProvider theme={antdTheme(scheme)} locale={language === 'zh' ? chineseParts : englishParts} button={{ autoInsertSpace: false }}>
      <App message={{ maxCount: 2 }} notification={{ placement: 'bottomLeft', maxCount: 2 }}>
        <QueryClientProvider client={queries}><Gate /></QueryClientProvider>
      </App>
    </ConfigProvider>
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root')
createRoot(root).render(<StrictMode><Surface /></StrictMode>)

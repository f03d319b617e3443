import '../api/no-eval.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import '../ui/tokens.css'
import { DemoPage } from './demo-page.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root')
createRoot(root).render(<StrictMode><DemoPage /></StrictMode>)

import { Dropdown, Tooltip } from 'antd'
import type { JSX } from 'react'
import { routingTexts } from '../../ui/catalogue/routing.ts'
import { clockShown } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { KeyCaps } from '../../ui/key-caps.tsx'
import { useLanguage, useTexts } from '../../ui/language.ts'
import { useDuty } from './use-duty.ts'
import './duty-button.css'

/** In sight at all times: whether one is given conversations, and how much one carries. */

const readyKeys = 'alt+u'

export const DutyButton = (): JSX.Element | null => {
  const texts = useTexts(routingTexts)
  const language = useLanguage()
  const { enabled, duty, say } = useDuty()
  if (!enabled || !duty) return null
  const { state, pausedUntil, load, capacity } = duty
  const until = pausedUntil === undefined ? '' : ` ${texts.until(clockShown(pausedUntil, language))}`
  const title = `${texts.duty[state]}${until} · ${texts.carrying(load, capacity)}`
  const items = [
    { key: 'ready', label: texts.say.ready, extra: <KeyCaps keys={readyKeys} /> }, { key: 'paused', label: texts.say.paused },
    { key: 'stop', label: texts.say.stop }, { key: 'away', label: texts.say.away },
  ]
  return (
    <Tooltip placement="right" title={title}>
      <Dropdown
        trigger={['click']} placement="topLeft"
        menu={{ items, onClick: ({ key }) => { void (key === 'stop' ? say('paused', false) : say(key === 'ready' ? 'ready' : key === 'paused' ? 'paused' : 'away')) } }}
      >
        <button type="button" className={`duty ${state}`} aria-label={`${texts.dutyTitle}: ${title}`}>
          <Icon name="headset" size={19} /><i />
        </button>
      </Dropdown>
    </Tooltip>
  )
}

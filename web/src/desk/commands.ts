import { useEffect, useRef } from 'react'
import type { IconName } from '../ui/icons.tsx'
import { isPlainKey, isTyping, matchesKey } from '../ui/keys.ts'

/** ONE table of what can be done: the palette lists it, the keys trigger it, the sheet of shortcuts prints it. */
export type Command = {
  readonly id: string
  readonly group: 'conversation' | 'navigate' | 'write' | 'settings' | 'help'
  readonly title: string
  readonly icon: IconName
  /** The first is shown; the others work too. */
  readonly keys: readonly string[]
  readonly enabled: boolean
  readonly run: () => void
}

/** What holds wherever one is at the desk; the others belong to the conversations. */
export const everywhere: ReadonlySet<Command['group']> = new Set(['settings', 'help'])

/** Whether a dialog, drawer or menu lies over the desk: then the letters are not the desk's. */
const isCovered = (): boolean => document.querySelector('.ant-modal-wrap:not([style*="display: none"]), .ant-drawer-open, .ant-popconfirm:not(.ant-popover-hidden)') !== null

export const useCommandKeys = (commands: readonly Command[]): void => {
  const latest = useRef(commands)
  useEffect(() => { latest.current = commands }, [commands])
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || isCovered()) return
      const typing = isTyping(event.target)
      for (const command of latest.current) {
        if (!command.keys.some((spec) => matchesKey(event, spec) && !(typing && isPlainKey(spec)))) continue
        event.preventDefault()
        if (command.enabled) command.run()
        return
      }
    }
    document.addEventListener('keydown', onKey)
    return () => { document.removeEventListener('keydown', onKey) }
  }, [])
}

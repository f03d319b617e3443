import type { JSX } from 'react'

/** Line icons drawn for this project on a 20-unit square with one stroke width, so that they sit well beside 14 px text. */
const drawings = {
  inbox: 'M3 11.5 5.2 4.6A1.5 1.5 0 0 1 6.6 3.5h6.8a1.5 1.5 0 0 1 1.4 1.1L17 11.5M3 11.5h4l1 2h4l1-2h4M3 11.5V15a1.5 1.5 0 0 0 1.5 1.5h11A1.5 1.5 0 0 0 17 15v-3.5',
  search: 'M9 15A6 6 0 1 0 9 3a6 6 0 0 0 0 12Zm4.3-1.7L17 17',
  send: 'M17 3 8.8 11.2M17 3l-5 14-3.2-5.8L3 8l14-5Z',
  clip: 'm15.6 9.2-5.7 5.7a3.5 3.5 0 0 1-5-5l6.2-6.1a2.3 2.3 0 0 1 3.3 3.3l-6 6a1.2 1.2 0 0 1-1.7-1.7l5.3-5.3',
  note: 'M4.5 3.5h11A1 1 0 0 1 16.5 4.5v7.5l-4.5 4.5h-7.5a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1Zm7.5 13v-3.5a1 1 0 0 1 1-1h3.5M6.5 7.5h7M6.5 10.5h4',
  check: 'm4 10.5 4 4 8-9',
  checks: 'm2 10.5 3.7 4 7-8.5m-2.2 7 1.2 1.5 7-8.5',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm0-11v4l2.7 1.8',
  back: 'M8 5 4 9l4 4M4.5 9H12a4 4 0 0 1 0 8h-2',
  close: 'm5 5 10 10M15 5 5 15',
  finish: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm-3-6.8 2.2 2.3 4-4.7',
  sun: 'M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM10 2v1.8m0 12.4V18m8-8h-1.8M3.8 10H2m13.7-5.7-1.3 1.3M5.6 14.4l-1.3 1.3m11.4 0-1.3-1.3M5.6 5.6 4.3 4.3',
  moon: 'M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3Z',
  bell: 'M5.5 8.5a4.5 4.5 0 0 1 9 0c0 4.5 1.5 5.5 1.5 5.5H4s1.5-1 1.5-5.5Zm3 8.3a1.7 1.7 0 0 0 3 0',
  bellOff: 'M5.7 7.3c-.1.4-.2.8-.2 1.2C5.5 13 4 14 4 14h10M7.5 4.8a4.5 4.5 0 0 1 7 3.7c0 1.5.2 2.6.4 3.5m-6.4 4.8a1.7 1.7 0 0 0 3 0M3 3l14 14',
  keyboard: 'M3.5 5h13A1.5 1.5 0 0 1 18 6.5v7a1.5 1.5 0 0 1-1.5 1.5h-13A1.5 1.5 0 0 1 2 13.5v-7A1.5 1.5 0 0 1 3.5 5ZM5.5 8.2h.01M8.5 8.2h.01M11.5 8.2h.01M14.5 8.2h.01M6.5 11.8h7',
  user: 'M10 9.8a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4Zm-6 6.7c.5-2.8 2.9-4.3 6-4.3s5.5 1.5 6 4.3',
  bot: 'M5.5 7h9A1.5 1.5 0 0 1 16 8.5v5a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 4 13.5v-5A1.5 1.5 0 0 1 5.5 7ZM10 7V4m-2.3 6.5v1m4.6-1v1M2 10v2m16-2v2M10 4h.01',
  right: 'm8 5 5 5-5 5',
  down: 'm5 8 5 5 5-5',
  book: 'M10 5.5C8.5 4.3 6.3 4 3.5 4v11c2.8 0 5 .3 6.5 1.5 1.5-1.2 3.7-1.5 6.5-1.5V4c-2.8 0-5 .3-6.5 1.5Zm0 0v11',
  bolt: 'M11 2.5 4.5 11.5H9.5L9 17.5l6.5-9H10.5l.5-6Z',
  calculator: 'M5.5 3h9A1.5 1.5 0 0 1 16 4.5v11a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 4 15.5v-11A1.5 1.5 0 0 1 5.5 3ZM7 6.5h6M7 10h.01M10 10h.01M13 10h.01M7 13.5h.01M10 13.5h.01M13 13.5h.01',
  table: 'M3.5 4.5h13v11h-13v-11Zm0 3.7h13m-13 3.6h13M8.5 8.2v7.3',
  plus: 'M10 4v12M4 10h12',
  chart: 'M3.5 16.5h13M5.5 14v-4M10 14V5.5M14.5 14V8.5',
  alert: 'M10 3.5 17.5 16h-15L10 3.5Zm0 4.5v4m0 2v.01',
  lock: 'M5.5 9h9a1 1 0 0 1 1 1v5.5a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1ZM7 9V6.5a3 3 0 0 1 6 0V9',
  cut: 'M3 3l14 14M4 9.5a9 9 0 0 1 3-2M10 6.5c2.3 0 4.4 1 6 3M7 12.5a4.3 4.3 0 0 1 4.5-1M10 15.5h.01',
  again: 'M16 10a6 6 0 1 1-1.8-4.3M16 3v3.5h-3.5',
  out: 'M8 3.5H5A1.5 1.5 0 0 0 3.5 5v10A1.5 1.5 0 0 0 5 16.5h3M12.5 13.5 16 10l-3.5-3.5M16 10H7.5',
  file: 'M5.5 2.5h6L16 7v9.5a1 1 0 0 1-1 1H5.5a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1Zm6 0V7H16',
  image: 'M4 3.5h12a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1Zm3 5.5a1.2 1.2 0 1 0 0-2.4 1.2 1.2 0 0 0 0 2.4Zm-4 5 4-3.5 3 2.5 3.5-3.5L17 13',
  dots: 'M5 10h.01M10 10h.01M15 10h.01',
  pane: 'M4 3.5h12a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1Zm8.5 0v13',
  globe: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm-7-7h14M10 3c2 2 2.8 4.3 2.8 7S12 15 10 17c-2-2-2.8-4.3-2.8-7S8 5 10 3Z',
  shield: 'M10 2.5 4 4.8V10c0 3.6 2.4 6.2 6 7.5 3.6-1.3 6-3.9 6-7.5V4.8L10 2.5Z',
  spark: 'M10 3c.6 3.8 2.2 5.9 6.5 7-4.3 1.1-5.9 3.2-6.5 7-.6-3.8-2.2-5.9-6.5-7C7.8 8.9 9.4 6.8 10 3Z',
  pencil: 'M12.5 4.5 15.5 7.5 7 16l-3.5.5L4 13l8.5-8.5Zm-1.7 1.7 3 3',
  eye: 'M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5Zm7.5 2.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6Z',
  phone: 'M6.5 3 8.3 6.7 6.7 8.3a10 10 0 0 0 5 5l1.6-1.6L17 13.5v2A1.5 1.5 0 0 1 15.4 17C9 16.6 3.4 11 3 4.6A1.5 1.5 0 0 1 4.5 3h2Z',
  wallet: 'M4 5.5h10.5A1.5 1.5 0 0 1 16 7v1.5M4 5.5a1.5 1.5 0 0 1 0-3h9.5v3M2.5 4v10.5A1.5 1.5 0 0 0 4 16h12.5V8.5H4A1.5 1.5 0 0 1 2.5 7m11 5.2h.01',
  camera: 'M4 6h2.5l1.2-2h4.6l1.2 2H16a1.5 1.5 0 0 1 1.5 1.5V14a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 14V7.5A1.5 1.5 0 0 1 4 6Zm6 7.3a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6Z',
  up: 'M10 16V4.5M5 9.5l5-5 5 5',
  headset: 'M4 12V10a6 6 0 0 1 12 0v2M4 11h1.5a1 1 0 0 1 1 1v2.5a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V11Zm12 0h-1.5a1 1 0 0 0-1 1v2.5a1 1 0 0 0 1 1h.5a1 1 0 0 0 1-1m0-3.5v3.5a2.5 2.5 0 0 1-2.5 2.5H11',
} as const

export type IconName = keyof typeof drawings

/** Decoration unless `label` says what it means to someone who cannot see it. */
export const Icon = ({ name, size = 16, label }: { readonly name: IconName; readonly size?: number; readonly label?: string }): JSX.Element => (
  <svg
    width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth={1.5} strokeLinecap="round" strokeLinejoin="round"
    className="icon" {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
  >
    <path d={drawings[name]} />
  </svg>
)

/** The mark of Xinqiao: a bridge. */
export const BridgeMark = ({ size = 28 }: { readonly size?: number }): JSX.Element => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="var(--accent-fill)" />
    <path d="M5 21c5-9 17-9 22 0M5 21h22M11 21v-5.2M16 21v-7M21 21v-5.2" fill="none" stroke="var(--on-accent)" strokeWidth="2" strokeLinecap="round" />
  </svg>
)

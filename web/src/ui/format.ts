import type { Language } from './language.ts'

/** Amounts, rates, days and times as people read them. Money stays text: it is never turned into a number. */

/** `12345.60` -> `12,345.60`. */
export const yuanShown = (amount: string): string => {
  const [whole = '', cents] = amount.split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return cents === undefined ? grouped : `${grouped}.${cents}`
}

/** A decimal fraction as percent, by moving the point in the text: `0.072` -> `7.2%`. */
export const percentShown = (fraction: string): string => {
  const negative = fraction.startsWith('-')
  const [whole = '0', decimals = ''] = fraction.replace('-', '').split('.')
  const padded = decimals.padEnd(2, '0')
  const units = `${whole}${padded.slice(0, 2)}`.replace(/^0+(?=\d)/, '')
  const rest = padded.slice(2).replace(/0+$/, '')
  return `${negative ? '-' : ''}${units}${rest === '' ? '' : `.${rest}`}%`
}

const locale = (language: Language): string => (language === 'zh' ? 'zh-CN' : 'en-GB')

/** ISO day -> `11月23日` / `23 Nov`; with the year where it is another than `today`'s. */
export const dayShown = (day: string, language: Language, today: string): string => {
  const [year, month, dayOfMonth] = day.split('-').map(Number)
  if (year === undefined || month === undefined || dayOfMonth === undefined) return day
  const options: Intl.DateTimeFormatOptions = {
    month: language === 'zh' ? 'long' : 'short', day: 'numeric', timeZone: 'UTC', ...(today.startsWith(`${year}-`) ? {} : { year: 'numeric' }),
  }
  return new Intl.DateTimeFormat(locale(language), options).format(Date.UTC(year, month - 1, dayOfMonth))
}

/** Whole days from one ISO day to another. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

export const localDay = (moment: Date): string =>
  `${moment.getFullYear()}-${String(moment.getMonth() + 1).padStart(2, '0')}-${String(moment.getDate()).padStart(2, '0')}`

export const clockShown = (at: string, language: Language): string =>
  new Intl.DateTimeFormat(locale(language), { hour: '2-digit', minute: '2-digit', hour12: false }).format(new Date(at))

/** The clock today, the day otherwise: what a list has room for. */
export const momentShown = (at: string, language: Language, now: Date): string => {
  const day = localDay(new Date(at))
  return day === localDay(now) ? clockShown(at, language) : dayShown(day, language, localDay(now))
}

/** By when something is due: the day where it is not today, and the clock. */
export const dueShown = (at: string, language: Language, now: Date): string => {
  const clock = clockShown(at, language)
  const day = localDay(new Date(at))
  return day === localDay(now) ? clock : `${dayShown(day, language, localDay(now))} ${clock}`
}

/** Day and clock: a history must say both. */
export const stampShown = (at: string, language: Language, now: Date): string => `${dayShown(localDay(new Date(at)), language, localDay(now))} ${clockShown(at, language)}`

/** A span that is still growing, in the fewest words: `45秒`, `12分`, `3时20分` / `45s`, `12m`, `3h 20m`. */
export const spanShown = (milliseconds: number, language: Language): string => {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  const days = Math.floor(hours / 24)
  if (language === 'zh') {
    if (days > 0) return `${days}天${hours % 24 > 0 ? `${hours % 24}时` : ''}`
    if (hours > 0) return `${hours}时${minutes % 60 > 0 ? `${minutes % 60}分` : ''}`
    return minutes > 0 ? `${minutes}分` : `${seconds}秒`
  }
  if (days > 0) return `${days}d${hours % 24 > 0 ? ` ${hours % 24}h` : ''}`
  if (hours > 0) return `${hours}h${minutes % 60 > 0 ? ` ${minutes % 60}m` : ''}`
  return minutes > 0 ? `${minutes}m` : `${seconds}s`
}

export const sizeShown = (bytes: number): string =>
  bytes < 1024 ? `${bytes} B` : bytes < 1_048_576 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`

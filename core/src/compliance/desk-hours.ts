import type { Zone } from '../primitives/instant.ts'
import { close, finish, note, open, type Problem, type Read, type Source, takeList, takeObject, takeText } from '../primitives/reading.ts'
import type { DeskHours, Window } from './working-calendar.ts'

const clockForm = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/

const minutesOf = (clock: string): number => {
  const [hours = '0', minutes = '0'] = clock.split(':')
  return Number(hours) * 60 + Number(minutes)
}

const readWindow = (value: unknown, at: string, problems: Problem[]): Window => {
  const source = open(value, at, problems)
  const window = { from: minutesOf(takeText(source, 'from', 5, clockForm)), to: minutesOf(takeText(source, 'to', 5, clockForm)) }
  close(source)
  return window
}

const takeWindows = (source: Source, key: string): readonly Window[] => {
  const windows = takeList(source, key, readWindow, 0)
  windows.forEach(({ from, to }, index) => {
    const before = windows[index - 1]
    if (from >= to) note(source, key, 'contradiction', 'a window ends before it begins')
    if (before && from < before.to) note(source, key, 'contradiction', 'windows overlap or are out of order')
  })
  return windows
}

/** Reads `content/desk/hours.json`: clock times in the lender's zone, by kind of day; an empty list is a closed day. */
export const parseDeskHours = (value: unknown, zones: readonly Zone[]): Read<DeskHours | undefined> => {
  const source = open(value, '', [])
  const name = takeText(source, 'zone', 40)
  const zone = zones.find((each) => each.name === name)
  if (!zone) note(source, 'zone', 'not-a-choice', name)
  const windows = takeObject(source, 'windows', (inner) => ({
    working: takeWindows(inner, 'working'), weekend: takeWindows(inner, 'weekend'), holiday: takeWindows(inner, 'holiday'),
  }))
  return finish(source, zone && { zone, windows })
}

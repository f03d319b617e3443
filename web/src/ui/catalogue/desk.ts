import type { Catalogue } from '../language.ts'
import { en } from './desk.en.ts'
import { zh } from './desk.zh.ts'

export type DeskTexts = typeof zh

export const deskTexts: Catalogue<DeskTexts> = { zh, en }

import { courseTable, type Language, type Table, tableCsv } from '@xinqiao/core/loan/export.ts'
import type { Course } from '@xinqiao/core/loan/course.ts'

/** A course as a file on the reader's machine; nothing leaves it. */

const save = (name: string, content: BlobPart, type: string): void => {
  const address = URL.createObjectURL(new Blob([content], { type }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has taken the address over by the next turn.
  setTimeout(() => { URL.revokeObjectURL(address) }, 10_000)
}

export const downloadCsv = (name: string, course: Course, language: Language): void => {
  save(name, tableCsv(courseTable(course, language)), 'text/csv;charset=utf-8')
}

export const downloadXlsx = async (name: string, course: Course, language: Language): Promise<void> => {
  const table: Table = courseTable(course, language)
  // Only who wants a sheet loads what writes it.
  const { workbook, xlsxType } = await import('./xlsx.ts')
  save(name, workbook(table, name.replace(/\.xlsx$/, '')), xlsxType)
}

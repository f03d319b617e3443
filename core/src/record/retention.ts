/**
 * What is kept for how long. Each class of data has a key of its own for each customer and year; when its time is over the key is
 * destroyed, and with it everything of that class and year, wherever a copy of it lies.
 */
export const dataClasses = ['identity', 'talk', 'contact', 'material', 'case', 'oversight'] as const

export type DataClass = (typeof dataClasses)[number]

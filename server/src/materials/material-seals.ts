/** What the sealed texts of a material are bound to. */
export const noteBound = (materialId: string): string => `material ${materialId} note`
export const reasonBound = (materialId: string): string => `material ${materialId} reason`

/** How surely the desk knows who a customer is; each level includes those before it. Decides what may be told and done. */
export const identityLevels = ['anonymous', 'identified', 'verified', 'strongly-verified'] as const

export type IdentityLevel = (typeof identityLevels)[number]

export const identityLevelNames: Readonly<Record<IdentityLevel, string>> = {
  anonymous: '未识别',
  identified: '已识别',
  verified: '已核实',
  'strongly-verified': '强核实',
}

export const atLeast = (level: IdentityLevel, needed: IdentityLevel): boolean =>
  identityLevels.indexOf(level) >= identityLevels.indexOf(needed)

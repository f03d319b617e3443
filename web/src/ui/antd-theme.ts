import { theme, type ThemeConfig } from 'antd'
import type { Scheme } from './scheme.ts'

/** Ant Design in our own tokens; the values are those of tokens.css, which it cannot read while it mixes its shades. */
const seeds = {
  light: {
    colorPrimary: '#0f766e', colorText: '#17212e', colorTextSecondary: '#4d5968', colorTextTertiary: '#66717f', colorTextPlaceholder: '#66717f',
    colorBgContainer: '#ffffff', colorBgElevated: '#ffffff', colorBgLayout: '#f3f5f7', colorBorder: '#cfd5dd', colorBorderSecondary: '#e5e8ed',
    colorError: '#b3261e', colorWarning: '#96500a', colorSuccess: '#14693f', colorLink: '#0b6a63', colorTextDescription: '#66717f',
  },
  dark: {
    colorPrimary: '#14857b', colorText: '#e7ebf0', colorTextSecondary: '#aab4c1', colorTextTertiary: '#8b97a6', colorTextPlaceholder: '#8b97a6',
    colorBgContainer: '#13171d', colorBgElevated: '#1a1f27', colorBgLayout: '#0c0f13', colorBorder: '#384250', colorBorderSecondary: '#242b35',
    colorError: '#f2938b', colorWarning: '#e3ac62', colorSuccess: '#7bcf9f', colorLink: '#5cc9bd', colorTextDescription: '#8b97a6',
  },
} as const

export const antdTheme = (scheme: Scheme): ThemeConfig => ({
  algorithm: scheme === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
  token: {
    ...seeds[scheme],
    fontFamily: 'var(--font)', fontSize: 14, borderRadius: 7, borderRadiusSM: 5, borderRadiusLG: 10,
    controlHeight: 32, controlHeightSM: 26, wireframe: false,
    boxShadowSecondary: 'var(--shadow-2)',
    ...(matchMedia('(prefers-reduced-motion: reduce)').matches ? { motion: false } : {}),
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 500 },
    Tabs: { itemSelectedColor: 'var(--accent)', itemHoverColor: 'var(--accent)', itemActiveColor: 'var(--accent)', inkBarColor: 'var(--accent)' },
    Tooltip: { fontSize: 12 },
    Modal: { titleFontSize: 16 },
    Segmented: { itemSelectedBg: 'var(--raised)', trackBg: 'var(--ground)' },
  },
})

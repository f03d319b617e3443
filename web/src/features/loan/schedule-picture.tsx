import type { loanDetail } from '@xinqiao/contract/loans.ts'
import { addFen, formatYuan, parseYuan, zeroFen } from '@xinqiao/core/primitives/money.ts'
import { BarChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { type JSX, useEffect, useRef } from 'react'
import type { z } from 'zod'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { yuanShown } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.ts'
import { useScheme } from '../../ui/scheme.ts'

use([BarChart, GridComponent, TooltipComponent, SVGRenderer])

type Row = z.output<typeof loanDetail>['schedule'][number]

const total = (amounts: readonly string[]): string => formatYuan(addFen(...amounts.map((amount) => parseYuan(amount) ?? zeroFen)))

/** Principal and interest by instalment. The heights of bars are drawings; every amount in words stays exact text. */
export const SchedulePicture = ({ rows }: { rows: readonly Row[] }): JSX.Element => {
  const texts = useTexts(deskTexts).loan
  const scheme = useScheme()
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!frame.current) return undefined
    const colours = getComputedStyle(document.documentElement)
    const colour = (name: string): string => colours.getPropertyValue(name).trim()
    const chart = init(frame.current, undefined, { renderer: 'svg' })
    const bar = (name: string, token: string, amount: (row: Row) => string) => ({
      type: 'bar' as const, name, stack: 'all', barCategoryGap: '28%', itemStyle: { color: colour(token) },
      data: rows.map((row) => ({ value: Number(amount(row)), itemStyle: { opacity: row.state === 'paid' ? 0.45 : 1 } })),
    })
    const axis = { axisLine: { lineStyle: { color: colour('--line-strong') } }, axisTick: { show: false }, axisLabel: { color: colour('--ink-3'), fontSize: 11 } }
    chart.setOption({
      animation: !matchMedia('(prefers-reduced-motion: reduce)').matches, animationDuration: 300,
      grid: { left: 0, right: 0, top: 8, bottom: 0, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
      xAxis: { ...axis, type: 'category', data: rows.map((row) => row.n) },
      yAxis: { ...axis, type: 'value', splitNumber: 3, splitLine: { lineStyle: { color: colour('--line') } } },
      tooltip: {
        trigger: 'axis', axisPointer: { type: 'shadow' }, backgroundColor: colour('--raised'), borderColor: colour('--line'), textStyle: { color: colour('--ink'), fontSize: 12 },
        formatter: (points: unknown) => {
          const row = rows[Array.isArray(points) ? (points[0] as { dataIndex?: number } | undefined)?.dataIndex ?? -1 : -1]
          if (!row) return ''
          const { columns } = texts
          return `${row.n} · ${row.due}<br>${columns.principal} ${yuanShown(row.principal)}<br>${columns.interest} ${yuanShown(row.interest)}<br>${columns.total} ${yuanShown(row.total)}`
        },
      },
      series: [
        bar(texts.columns.principal, '--principal', (row) => row.principal),
        bar(texts.columns.interest, '--interest', (row) => row.interest),
        ...(rows.some((row) => row.fee !== '0.00') ? [bar(texts.columns.fee, '--fee', (row) => row.fee)] : []),
      ],
    })
    const watch = new ResizeObserver(() => { chart.resize() })
    watch.observe(frame.current)
    return () => {
      watch.disconnect()
      chart.dispose()
    }
  }, [rows, texts, scheme])
  return (
    <figure className="picture-frame">
      <figcaption>
        {texts.picture}
        <span className="legend principal">{texts.columns.principal}</span><span className="legend interest">{texts.columns.interest}</span>
        {rows.some((row) => row.fee !== '0.00') && <span className="legend fee">{texts.columns.fee}</span>}
      </figcaption>
      <div ref={frame} className="picture" role="img" aria-label={texts.pictureAlt(rows.length, total(rows.map((row) => row.principal)), total(rows.map((row) => row.interest)))} />
    </figure>
  )
}

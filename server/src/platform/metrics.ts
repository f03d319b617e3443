import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What Prometheus reads at /metrics. Labels are closed lists (operations, jobs, statuses), never ids. */
export type Metrics = {
  readonly registry: Registry
  readonly requests: Histogram<'operation' | 'status'>
  readonly jobs: Histogram<'job' | 'ok'>
  readonly refusals: Counter<'operation' | 'code'>
  /** Asked at each reading: how many sockets are open. */
  readonly countSockets: (count: () => number) => void
}

export const createMetrics = (): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'xinqiao_' })
  const registers = [registry]
  return {
    registry,
    requests: new Histogram({
      name: 'xinqiao_request_seconds', help: 'Time to answer a request, by operation and status', labelNames: ['operation', 'status'], registers,
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    }),
    jobs: new Histogram({
      name: 'xinqiao_job_seconds', help: 'Time a job took, by job and whether it ended well', labelNames: ['job', 'ok'], registers,
      buckets: [0.01, 0.1, 0.5, 1, 5, 30, 120],
    }),
    refusals: new Counter({ name: 'xinqiao_refusals_total', help: 'Refusals answered, by operation and code', labelNames: ['operation', 'code'], registers }),
    countSockets: (count) => {
      void new Gauge({
        name: 'xinqiao_sockets', help: 'Open sockets of this process', registers,
        collect() {
          this.set(count())
        },
      })
    },
  }
}

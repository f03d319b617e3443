/**
 * `npm run campaign:cases [RUNS]`: walks every procedure by random commands, RUNS cases of each (100,000 unless told), and checks
 * after each command what must hold. The tests do the same on a few thousand.
 */
import { performance } from 'node:perf_hooks'
import { allMoves, walk } from '../core/test/cases/walk.ts'
import { applicationWalk } from '../core/test/cases/walk-application.ts'
import { approvalWalk } from '../core/test/cases/walk-approval.ts'
import { certificateWalk } from '../core/test/cases/walk-certificate.ts'
import { changeCardWalk } from '../core/test/cases/walk-change-card.ts'
import { changeDayWalk } from '../core/test/cases/walk-change-day.ts'
import { complaintWalk } from '../core/test/cases/walk-complaint.ts'
import { creditDisputeWalk } from '../core/test/cases/walk-credit-dispute.ts'
import { extensionWalk, extensionWalkRefused } from '../core/test/cases/walk-extension.ts'
import { hardshipWalk } from '../core/test/cases/walk-hardship.ts'
import { prepaymentWalk } from '../core/test/cases/walk-prepayment.ts'
import { repaymentProblemWalk } from '../core/test/cases/walk-repayment-problem.ts'

const runs = Number(process.argv[2] ?? 100_000)

/** Each kind with its own types, so that they need no common one. */
const kinds = {
  application: () => ({ made: walk(applicationWalk, { runs }), all: allMoves(applicationWalk.procedure) }),
  prepayment: () => ({ made: walk(prepaymentWalk, { runs }), all: allMoves(prepaymentWalk.procedure) }),
  extension: () => ({
    made: new Set([...walk(extensionWalk, { runs: Math.ceil(runs / 2) }), ...walk(extensionWalkRefused, { runs: Math.floor(runs / 2) })]),
    all: allMoves(extensionWalk.procedure),
  }),
  'change-day': () => ({ made: walk(changeDayWalk, { runs }), all: allMoves(changeDayWalk.procedure) }),
  'change-card': () => ({ made: walk(changeCardWalk, { runs }), all: allMoves(changeCardWalk.procedure) }),
  approval: () => ({ made: walk(approvalWalk, { runs }), all: allMoves(approvalWalk.procedure) }),
  hardship: () => ({ made: walk(hardshipWalk, { runs }), all: allMoves(hardshipWalk.procedure) }),
  'repayment-problem': () => ({ made: walk(repaymentProblemWalk, { runs }), all: allMoves(repaymentProblemWalk.procedure) }),
  certificate: () => ({ made: walk(certificateWalk, { runs }), all: allMoves(certificateWalk.procedure) }),
  'credit-dispute': () => ({ made: walk(creditDisputeWalk, { runs }), all: allMoves(creditDisputeWalk.procedure) }),
  complaint: () => ({ made: walk(complaintWalk, { runs }), all: allMoves(complaintWalk.procedure) }),
}

for (const [kind, run] of Object.entries(kinds)) {
  const started = performance.now()
  const { made, all } = run()
  const missed = all.filter((move) => !made.has(move))
  console.info(`${kind}: ${runs} cases, ${made.size} of ${all.length} moves made, ${((performance.now() - started) / 1000).toFixed(1)} s${missed.length > 0 ? `; never made: ${missed.join(', ')}` : ''}`)
  if (missed.length > 0) process.exitCode = 1
}

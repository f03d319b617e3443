/**
 * `npm run campaign:messages`: the long form of the test that kills servers and the database under load. Prints the seed of each
 * round; `--seed` repeats its plan.
 */
import { parseArgs } from 'node:util'
import { randomFrom, runKilling } from '../../server/test/support/killing.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' }, seconds: { type: 'string', default: '60' }, pairs: { type: 'string', default: '6' }, seed: { type: 'string' },
    kill: { type: 'string', default: 'both' },
  },
})

for (let round = 1; round <= Number(values.rounds); round++) {
  const seed = values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed)
  console.log(`round ${round}, seed ${seed}`)
  const result = await runKilling({
    seconds: Number(values.seconds), atLeast: 1, pairs: Number(values.pairs), killServers: values.kill !== 'database', killDatabase: values.kill !== 'servers',
    random: randomFrom(seed), progress: (text) => console.log(`  ${text}`),
  })
  console.log(
    `  ${result.acknowledged} messages acknowledged over ${result.serverKills} kills of servers, ${result.databaseKills} of the database and ` +
      `${result.connections} new connections: none lost, none doubled, none out of order`,
  )
}

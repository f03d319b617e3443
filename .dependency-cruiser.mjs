/**
 * Who may import whom, from one list of rooms (rooms.json, lowest first): docs in ARCHITECTURE.md, "The house". Types count like
 * values. A test in e2e/house plants a violation of each rule.
 */
import { readFileSync } from 'node:fs'

const { rooms, surfaces } = JSON.parse(readFileSync(new URL('rooms.json', import.meta.url), 'utf8'))

const anyOf = (names) => `(?:${names.join('|')})`
const anyRoom = anyOf(rooms)

/** Where a room lies on the four floors. */
const floorsOf = (names) => [
  `^(?:core|server)/src/${anyOf(names)}/`,
  `^contract/src/${anyOf(names)}\\.ts$`,
  `^web/src/features/${anyOf(names)}/`,
]

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const layers = [
  forbid('core-imports-only-core', 'Core is pure: what it needs from the world is an argument.', { path: '^core/src/' }, { pathNot: '^core/src/' }),
  forbid('contract-imports-core-and-zod', 'The wire is described by core types and Zod alone.', { path: '^contract/src/' }, { pathNot: '^(?:core/src/|contract/src/|node_modules/zod/)' }),
  forbid('server-and-web-never-meet', 'They meet in the contract.', { path: '^server/' }, { path: '^web/' }),
  forbid('web-and-server-never-meet', 'They meet in the contract.', { path: '^web/' }, { path: '^server/' }),
]

const stairs = rooms.slice(0, -1).map((room, index) =>
  forbid(`stairs-${room}`, 'A room imports only lower rooms; one that must tell a higher one emits an event.', { path: floorsOf([room]) }, { path: floorsOf(rooms.slice(index + 1)) }),
)

const ground = forbid('primitives-know-no-room', 'Every room stands on the primitives.', { path: '^core/src/primitives/' }, { pathNot: '^core/src/primitives/' })

const privacy = [
  forbid('store-is-private', "A room's SQL is its own; ask the room.", { path: '^server/src/([^/]+)/' }, { path: '^server/src/[^/]+/[^/]*store\\.ts$', pathNot: '^server/src/$1/' }),
  forbid('store-is-private-to-its-room', "A room's SQL is its own; ask the room.", { path: '^server/src/[^/]+\\.ts$' }, { path: '^server/src/[^/]+/[^/]*store\\.ts$' }),
  forbid('only-main-wires', 'Routes and jobs are wired in main.ts and named in reactions.ts.', { path: '^server/src/', pathNot: '^server/src/(?:main|reactions)\\.ts$' }, { path: `^server/src/${anyRoom}/(?:routes|jobs)\\.ts$` }),
]

const ignorant = [
  forbid('platform-knows-no-room', 'Platform serves every room and knows none.', { path: '^server/src/platform/' }, { path: [`^(?:core|server)/src/${anyRoom}/`, `^contract/src/${anyRoom}\\.ts$`, '^server/src/(?:cli/|main\\.ts|reactions\\.ts|demo\\.ts|installation\\.ts)'] }),
  forbid('ui-knows-no-room', 'Components are for every room; the catalogue holds the words of all.', { path: '^web/src/ui/', pathNot: '^web/src/ui/catalogue/' }, { path: ['^web/src/features/', `^web/src/${anyOf(surfaces)}/`, '^web/src/api/', `^core/src/${anyRoom}/`] }),
  forbid('api-knows-no-room', 'The client speaks any operation.', { path: '^web/src/api/' }, { path: ['^web/src/features/', `^web/src/${anyOf(surfaces)}/`] }),
  forbid('surfaces-never-meet', 'Each surface is loaded by itself; what two need is a feature or ui.', { path: `^web/src/(${anyOf(surfaces)})/` }, { path: `^web/src/${anyOf(surfaces)}/`, pathNot: '^web/src/$1/' }),
  forbid('features-know-no-surface', 'A surface shows features, not the other way round.', { path: '^web/src/features/' }, { path: `^web/src/${anyOf(surfaces)}/` }),
]

const whole = [
  forbid('no-cycles', 'Two files that need each other are one, or need a third.', {}, { circular: true }),
  forbid('no-barrels', 'Import the file that has it.', {}, { path: '^(?:core|contract|server|web)/src/.*index\\.tsx?$' }),
  forbid('resolvable', 'The file is not there.', { path: '^(?:core|contract|server|web)/' }, { couldNotResolve: true, pathNot: '[.](?:css|svg)' }),
]

export default {
  forbidden: [...layers, ...stairs, ground, ...privacy, ...ignorant, ...whole],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'], extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'] },
  },
}

import { createReadStream, existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Entry, MessageEntry } from '@xinqiao/contract/conversations.ts'
import { refusalSentence, type RefusalCode, refusalTable } from '@xinqiao/contract/refusals.ts'
import { type ClientFrame, type ServerFrame, socketPath } from '@xinqiao/contract/socket.ts'
import { allRightsOf } from '@xinqiao/core/people/rights.ts'
import { type WebSocket, WebSocketServer } from 'ws'
import { body, type Held, idOf, loansOf, makeConversations, scheduleRows } from './fake-data.ts'

/**
 * A stand-in for the server while the desk is built and for browser tests of what only the screen does: it speaks the
 * contract out of memory. `node web/dev/fake-server.ts [port] [conversations]`. Never shipped.
 */

type Reply = { readonly status: number; readonly json: unknown }

const no = (code: RefusalCode, about: Readonly<Record<string, string | number>> = {}): Reply =>
  ({ status: refusalTable[code].status, json: { error: { code, message: refusalSentence(code, 'zh', about), about } } })
const yes = (json: unknown): Reply => ({ status: 200, json })

const types: Readonly<Record<string, string>> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }

const me = {
  id: 'me', name: '林晓', email: 'lin.xiao@demo.xinqiao', roles: ['senior'], rights: allRightsOf(['senior']), twoFactor: false, passwordChangeDue: false,
  lender: { name: '安心消费金融', demo: true },
}

const articles = [
  ['prepayment', '如何提前还款', '在 APP“还款”页选择提前还款，可全部或部分结清；部分产品在放款一年内收取违约金，以合同为准。'],
  ['overdue', '逾期会怎样', '逾期按合同约定计收罚息，并可能报送征信；请尽快还款或联系客服申请还款安排。'],
  ['extension', '展期条件', '贷款正常、未逾期超过 30 天、累计展期不超过两次的，可在到期前 5 个工作日申请展期。'],
  ['certificate', '结清证明', '全部结清后次日可在 APP“我的-证明”下载结清证明，无需申请费用。'],
].map(([id = '', title = '', answer = '']) => ({ id, version: 3, title, answer, excerpt: answer.slice(0, 40), owner: '知识管理组', source: '《个人贷款管理办法》' }))

const replies = [
  ['greet', '开场问候', '您好，我是安心消费金融客服林晓，很高兴为您服务。您的情况我已经看到，请放心。', []],
  ['wait', '请稍候', '我正在为您查询，大约需要 2 分钟，请稍等，不用重复发送。', []],
  ['soothe', '安抚：多次来电', '非常理解您的心情，频繁的提醒确实打扰到您了，我先为您登记停止提醒，再一起看怎么解决。', []],
  ['repay', '还款方式', '您可以在 APP 首页点击“立即还款”，或在 {还款日} 前将款项存入尾号 {银行卡尾号} 的银行卡，系统会自动扣款。', ['还款日', '银行卡尾号']],
  ['close', '结束语', '请问还有其他可以帮您的吗？如果没有，稍后请对本次服务作出评价，感谢您的支持。', []],
].map(([id, title, text, unfilled]) => ({ id, title, topic: '通用', kind: 'reply', mood: 'any', intents: [], text, unfilled }))

export type FakeServer = { readonly address: string; readonly customerSays: (n: number, text: string) => void; readonly cutSockets: () => void; readonly close: () => Promise<void> }

type Client = { readonly socket: WebSocket; readonly open: Set<string>; lists: boolean }

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** Conversations in memory, and who listens to them. */
const makeDesk = (count: number) => {
  const held = new Map<string, Held>(makeConversations(count).map((one) => [one.row.id, one]))
  const clients = new Set<Client>()
  const tell = (client: Client, frame: ServerFrame): void => { client.socket.send(JSON.stringify(frame)) }
  const toOpen = (id: string, frame: ServerFrame): void => { for (const client of clients) if (client.open.has(id)) tell(client, frame) }
  const listsChanged = (): void => { for (const client of clients) if (client.lists) tell(client, { t: 'lists' }) }
  const headOf = ({ row: { id, state, channel, openedAt, lastSeq, agent } }: Held) => ({ id, state, channel, openedAt, lastSeq, ...(agent ? { agent } : {}) })
  const add = (one: Held, entry: Entry): void => {
    one.entries.push(entry)
    one.row.lastSeq = entry.seq
    one.row.lastAt = entry.at
    toOpen(one.row.id, { t: 'entries', conversationId: one.row.id, after: entry.seq - 1, upTo: entry.seq, entries: [entry], upToDate: true })
    listsChanged()
  }
  const say = (one: Held, message: Omit<MessageEntry, 'kind' | 'seq' | 'at' | 'purpose'>): Entry => {
    const entry: Entry = { kind: 'message', seq: one.row.lastSeq + 1, at: new Date().toISOString(), purpose: 'service', ...message }
    if (message.visibleTo === 'all') Object.assign(one.row, { lastText: message.body.text, lastAuthor: message.author.kind })
    add(one, entry)
    return entry
  }
  const happen = (one: Held, happening: 'taken' | 'handed-back' | 'closed', state: Held['row']['state']): Reply => {
    one.row.state = state
    if (state === 'with-agent') one.row.agent = { staffId: me.id, name: me.name }
    else delete one.row.agent
    if (state !== 'waiting') delete one.row.waitingSince
    else one.row.waitingSince = new Date().toISOString()
    add(one, { kind: 'happening', seq: one.row.lastSeq + 1, at: new Date().toISOString(), happening, by: { kind: 'agent', name: me.name, staffId: me.id } })
    toOpen(one.row.id, { t: 'state', conversation: headOf(one) })
    return yes({ conversation: one.row })
  }
  return { held, clients, tell, toOpen, listsChanged, say, happen }
}

type Desk = ReturnType<typeof makeDesk>

const hear = (desk: Desk, client: Client, frame: ClientFrame): void => {
  const { held, tell, toOpen, say } = desk
  if (frame.t === 'hello') tell(client, { t: 'welcome', now: new Date().toISOString(), staff: { id: me.id, name: me.name } })
  if (frame.t === 'ping') tell(client, { t: 'pong' })
  if (frame.t === 'watch-lists') client.lists = true
  const one = 'conversationId' in frame && frame.conversationId !== undefined ? held.get(frame.conversationId) : undefined
  if (!one) return
  const conversationId = one.row.id
  if (frame.t === 'open') {
    client.open.add(conversationId)
    tell(client, { t: 'entries', conversationId, after: frame.after, upTo: one.row.lastSeq, entries: one.entries.filter((entry) => entry.seq > frame.after), upToDate: true })
    tell(client, { t: 'marks', conversationId, marks: one.marks })
    tell(client, { t: 'presence', conversationId, online: one.row.customer.name.length % 2 === 1 })
  }
  if (frame.t === 'leave') client.open.delete(conversationId)
  if (frame.t === 'mark' && one.row.unread > 0) {
    one.row.unread = 0
    desk.listsChanged()
  }
  if (frame.t !== 'send') return
  const { message } = frame
  if (message.text.includes('服务器才知道')) {
    tell(client, { t: 'refused', id: message.id, error: { code: 'message-blocked', message: refusalSentence('message-blocked', 'zh', { rules: 'MSG-PROMISE', why: '不得承诺一定放款' }), about: { rules: 'MSG-PROMISE', why: '不得承诺一定放款' } } })
    return
  }
  const before = one.entries.find((entry) => entry.kind === 'message' && entry.id === message.id)
  const entry = before ?? say(one, { id: message.id, author: { kind: 'agent', name: me.name, staffId: me.id }, visibleTo: message.visibleTo, body: body(message.text, { figures: message.figures }) })
  tell(client, { t: 'sent', conversationId, id: message.id, seq: entry.seq, at: entry.at })
  if (message.visibleTo === 'staff' || before) return
  setTimeout(() => { toOpen(conversationId, { t: 'marks', conversationId, marks: [{ party: 'customer', kind: 'delivered', upTo: entry.seq }] }) }, 300)
  setTimeout(() => {
    toOpen(conversationId, { t: 'marks', conversationId, marks: [{ party: 'customer', kind: 'read', upTo: entry.seq }] })
    toOpen(conversationId, { t: 'typing', conversationId, party: 'customer', on: true })
  }, 900)
  setTimeout(() => { toOpen(conversationId, { t: 'typing', conversationId, party: 'customer', on: false }) }, 2500)
}

const views = {
  waiting: ({ row }: Held) => row.state === 'waiting', mine: ({ row }: Held) => row.state === 'with-agent' && row.agent?.staffId === me.id,
  machine: ({ row }: Held) => row.state === 'with-machine', closed: ({ row }: Held) => row.state === 'closed', all: () => true,
} as const

const listReply = (desk: Desk, query: URLSearchParams): Reply => {
  const view = (query.get('view') ?? 'waiting') as keyof typeof views
  const all = [...desk.held.values()]
  const found = all.filter(views[view]).sort((one, other) => view === 'waiting'
    ? (one.row.waitingSince ?? '').localeCompare(other.row.waitingSince ?? '') : other.row.lastAt.localeCompare(one.row.lastAt))
  const from = Number(query.get('cursor') ?? 0)
  const to = from + Number(query.get('limit') ?? 50)
  return yes({
    rows: found.slice(from, to).map(({ row }) => row), ...(to < found.length ? { nextCursor: String(to) } : {}),
    counts: { waiting: all.filter(views.waiting).length, mine: all.filter(views.mine).length },
  })
}

const conversationReply = (desk: Desk, one: Held | undefined, what: string | undefined, sent: Buffer): Reply => {
  if (!one) return no('not-found')
  if (what === undefined) return yes({ conversation: one.row, ...(one.handOver ? { handOver: one.handOver } : {}), marks: one.marks })
  if (what === 'take') {
    if (one.row.agent && one.row.agent.staffId !== me.id) return no('conversation-taken', { name: one.row.agent.name })
    return desk.happen(one, 'taken', 'with-agent')
  }
  if (what === 'hand-back') return desk.happen(one, 'handed-back', (JSON.parse(String(sent)) as { to: string }).to === 'queue' ? 'waiting' : 'with-machine')
  if (what === 'close') return desk.happen(one, 'closed', 'closed')
  if (what === 'attachments') return yes({ id: idOf(5, Math.floor(Math.random() * 1e9)), name: '还款截图.png', type: 'image/png', size: 48_213 })
  return no('not-found')
}

const customerReply = (desk: Desk, id: string, what: string | undefined): Reply => {
  const one = [...desk.held.values()].find(({ row }) => row.customer.id === id)
  if (!one) return no('not-found')
  const n = Number(id.slice(-12))
  if (what === 'loans') return yes({ loans: loansOf(n) })
  if (what === 'conversations') return yes({ rows: [one.row, ...makeConversations(8).slice(6).map(({ row }) => row)] })
  // What is not played here is as if it were not there.
  if (what !== undefined) return no('not-found')
  const known = one.row.customer.level !== 'anonymous'
  return yes({ ...one.row.customer, ...(known ? { ref: `C${String(n + 10_086)}`, phone: '138****5678', idNumber: '1101**********1234', since: '2023-06-18' } : {}) })
}

const deskReply = (desk: Desk, path: readonly string[], query: URLSearchParams, sent: Buffer): Reply => {
  const [room, id, what] = path
  if (room === 'conversations') return id === undefined ? listReply(desk, query) : conversationReply(desk, desk.held.get(id), what, sent)
  if (room === 'customers' && id !== undefined) return customerReply(desk, id, what)
  if (room === 'customers') {
    const q = query.get('q') ?? ''
    return yes({ customers: [...desk.held.values()].filter(({ row }) => row.customer.name.includes(q)).slice(0, 8).map(({ row }) => row.customer) })
  }
  if (room === 'loans' && what === 'payoff') {
    const on = query.get('on') ?? new Date().toISOString().slice(0, 10)
    return yes({ on, goodUntil: on, total: '38612.47', interestSaved: '2211.08', lines: [
      { name: '剩余本金', amount: '38250.00', explanation: '放款 45,000.00 减已还本金 6,750.00' }, { name: '应计利息', amount: '362.47', explanation: '38,250.00 × 7.2% ÷ 360 × 47 天' },
    ] })
  }
  if (room === 'loans') {
    const found = [...loansOf(0), ...loansOf(1)].find((one) => one.ref === id)
    return found ? yes({ ...found, schedule: scheduleRows, payments: [{ on: '2026-10-26', kind: 'debit', name: '自动扣款', amount: '2018.64' }], annualCost: { simplePercent: '7.2' } }) : no('not-found')
  }
  if (room === 'articles') return yes({ articles: articles.filter(({ title, answer }) => `${title}${answer}`.includes(query.get('q') ?? '')) })
  if (room === 'terms') return yes({ id, name: '等额本息', plain: '每月还款总额相同，其中利息逐月减少、本金逐月增加。', source: '名词表' })
  if (room === 'replies') return yes({ replies })
  if (room === 'cases' && id === undefined) return yes({ rows: [], counts: { mine: 0, queue: 0, late: 0, all: 0 } })
  return no('not-found')
}

const authReply = (path: string, sent: Buffer): Reply & { readonly cookie?: string } => {
  if (path.endsWith('/sign-out')) return { ...yes({ success: true }), cookie: 'fake=; Max-Age=0; Path=/' }
  if (path.endsWith('/two-factor/enable')) return yes({ totpURI: 'otpauth://totp/Xinqiao:lin?secret=JBSWY3DPEHPK3PXP&issuer=Xinqiao', backupCodes: ['a1b2c3d4', 'e5f6g7h8'] })
  const { password, email, code } = JSON.parse(String(sent) || '{}') as { password?: string; email?: string; code?: string }
  if (path.endsWith('/verify-totp') && code !== '123456') return { status: 401, json: { code: 'INVALID_CODE', message: 'Invalid code' } }
  if (path.endsWith('/sign-in/email') && password !== 'demo') return { status: 401, json: { code: 'INVALID_EMAIL_OR_PASSWORD', message: 'Invalid email or password' } }
  if (path.endsWith('/sign-in/email') && email?.startsWith('two') === true) return yes({ twoFactorRedirect: true })
  return { ...yes({ token: 'x', user: { id: 'me' } }), cookie: 'fake=1; Path=/; HttpOnly; SameSite=Lax' }
}

const dist = fileURLToPath(new URL('../dist/', import.meta.url))

const sendFile = (path: string, response: ServerResponse): void => {
  const page = ['desk', 'chat', 'demo'].find((name) => path === `/${name}` || path.startsWith(`/${name}/`))
  const file = join(dist, page === undefined ? path : `${page}.html`)
  if (!file.startsWith(dist) || !existsSync(file) || path === '/') {
    response.writeHead(404).end()
    return
  }
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
  createReadStream(file).pipe(response)
}

const demoReply = (desk: Desk): Reply => yes({
  customers: [...desk.held.values()].slice(0, 60).map(({ row }, n) => ({ ref: `C${n}`, name: row.customer.name, situation: row.intent ?? '其他', siteToken: `t${n}` })),
  staff: [{ email: me.email, name: me.name, roles: me.roles, password: 'demo' }],
})

const respond = async (desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const url = new URL(request.url ?? '/', 'http://fake')
  const sent = await readBody(request)
  const signedIn = (request.headers.cookie ?? '').includes('fake=1')
  const segments = url.pathname.split('/').filter(Boolean).map(decodeURIComponent)
  let reply: Reply & { readonly cookie?: string }
  if (segments[0] === 'api') reply = authReply(url.pathname, sent)
  else if (segments[0] !== 'v1') {
    sendFile(url.pathname, response)
    return
  } else if (segments[1] === 'demo') reply = demoReply(desk)
  else if (segments[1] === 'articles') reply = yes({ ...articles[0], body: '正文', approvedBy: '合规部', approvedOn: '2026-03-01', reviewBy: '2027-03-01', validFrom: '2026-03-01' })
  else if (!signedIn) reply = no('not-signed-in')
  else if (segments[1] === 'me') reply = yes(me)
  else reply = deskReply(desk, segments.slice(2), url.searchParams, sent)
  response.writeHead(reply.status, { 'content-type': 'application/json', ...(reply.cookie === undefined ? {} : { 'set-cookie': reply.cookie }) })
  response.end(JSON.stringify(reply.json))
}

export const startFake = async (port: number, count: number): Promise<FakeServer> => {
  const desk = makeDesk(count)
  const server = createServer((request, response) => { void respond(desk, request, response) })
  const sockets = new WebSocketServer({ server, path: socketPath })
  sockets.on('connection', (socket) => {
    const client: Client = { socket, open: new Set(), lists: false }
    desk.clients.add(client)
    socket.on('message', (data) => { hear(desk, client, JSON.parse(String(data)) as ClientFrame) })
    socket.on('close', () => desk.clients.delete(client))
  })
  await new Promise<void>((resolve) => { server.listen(port, '127.0.0.1', resolve) })
  const at = server.address()
  return {
    address: `http://127.0.0.1:${typeof at === 'object' && at ? at.port : port}`,
    customerSays: (n, text) => {
      const one = desk.held.get(idOf(1, n))
      if (!one) return
      one.row.unread += 1
      desk.say(one, { id: crypto.randomUUID(), author: { kind: 'customer', name: one.row.customer.name }, visibleTo: 'all', body: body(text) })
    },
    cutSockets: () => { for (const { socket } of desk.clients) socket.terminate() },
    close: async () => {
      for (const { socket } of desk.clients) socket.terminate()
      sockets.close()
      server.closeAllConnections()
      await new Promise((resolve) => { server.close(resolve) })
    },
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { address } = await startFake(Number(process.argv[2] ?? 8090), Number(process.argv[3] ?? 8))
  process.stdout.write(`${address}\n`)
}

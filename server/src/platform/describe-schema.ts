import type pg from 'pg'

/** What the migrations made, read back from the catalogue: as the types that Kysely checks queries by, and as SQL that a person reviews. */
export type Described = { readonly typescript: string; readonly sql: string }

type Column = {
  readonly table_name: string
  readonly name: string
  readonly base: string
  readonly type: string
  readonly required: boolean
  readonly given: string | null
  readonly identity: string
  readonly generated: string
}

type Definition = { readonly table_name: string; readonly name: string; readonly definition: string }

const columnsOf = async (client: pg.Client): Promise<readonly Column[]> => {
  const { rows } = await client.query<Column>(`
    select c.relname as table_name, a.attname as name, t.typname as base, format_type(a.atttypid, a.atttypmod) as type,
      a.attnotnull as required, pg_get_expr(d.adbin, d.adrelid) as given, a.attidentity as identity, a.attgenerated as generated
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    order by c.relname, a.attnum`)
  return rows
}

const constraintsOf = async (client: pg.Client): Promise<readonly Definition[]> => {
  const { rows } = await client.query<Definition>(`
    select c.relname as table_name, o.conname as name, pg_get_constraintdef(o.oid) as definition
    from pg_constraint o join pg_class c on c.oid = o.conrelid
    where o.connamespace = 'public'::regnamespace and o.contype <> 'n' and not c.relispartition
    order by c.relname, array_position(array['p', 'u', 'f', 'c', 'x', 't'], o.contype::text), o.conname`)
  return rows
}

const textsOf = async (client: pg.Client, query: string): Promise<readonly string[]> => {
  const { rows } = await client.query<{ text: string }>(query)
  return rows.map(({ text }) => text)
}

const tsTypes: Readonly<Record<string, string>> = {
  bool: 'boolean', int2: 'number', int4: 'number', int8: 'bigint', float4: 'number', float8: 'number', numeric: 'string',
  text: 'string', varchar: 'string', bpchar: 'string', uuid: 'string', date: 'string', timestamptz: 'Date', bytea: 'Buffer',
  tsvector: 'string', inet: 'string',
}

/** A text column that a constraint holds to a list has the list as its type. */
const listed = (column: Column, constraints: readonly Definition[]): string | undefined => {
  const pattern = new RegExp(`^CHECK \\(\\(${column.name} = ANY \\(ARRAY\\[(.+)\\]\\)\\)\\)$`)
  for (const { table_name, definition } of constraints) {
    const found = table_name === column.table_name ? pattern.exec(definition)?.[1] : undefined
    if (found) return found.split(', ').map((item) => item.replace(/::text$/, '')).join(' | ')
  }
  return undefined
}

const tsTypeOf = (column: Column, constraints: readonly Definition[]): string => {
  const isArray = column.base.startsWith('_')
  const base = isArray ? column.base.slice(1) : column.base
  if (base === 'jsonb' || base === 'json') {
    const written = column.required ? 'string' : 'string | null'
    const inserted = column.given === null && column.required ? written : `${written} | undefined`
    return `ColumnType<Json, ${inserted}, ${written}>`
  }
  const known = tsTypes[base]
  if (known === undefined) throw new Error(`column ${column.table_name}.${column.name}: no TypeScript type is known for ${column.type}`)
  const one = listed(column, constraints) ?? known
  const type = `${isArray ? `${known}[]` : one}${column.required ? '' : ' | null'}`
  if (column.identity === 'a' || column.generated !== '') return `GeneratedAlways<${type}>`
  return column.given !== null || column.identity === 'd' ? `Generated<${type}>` : type
}

const pascal = (name: string): string => name.replaceAll(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

const typescriptOf = (columns: readonly Column[], constraints: readonly Definition[]): string => {
  const byTable = Map.groupBy(columns, (column) => column.table_name)
  const types = [...byTable].map(([table, own]) =>
    [`export type ${pascal(table)}Table = {`, ...own.map((column) => `  ${column.name}: ${tsTypeOf(column, constraints)}`), '}'].join('\n'),
  )
  const body = [...types, ['export type Tables = {', ...[...byTable.keys()].map((table) => `  ${table}: ${pascal(table)}Table`), '}'].join('\n')].join('\n\n')
  const used = ['ColumnType', 'Generated', 'GeneratedAlways'].filter((name) => body.includes(`${name}<`))
  return [
    '// Made by `npm run generate` from the migrations: change those, not this.',
    ...(used.length > 0 ? [`import type { ${used.join(', ')} } from 'kysely'`] : []),
    '',
    '/** JSON as it comes out of the database; it goes in as text, for an array handed to the driver would become a PostgreSQL array. */',
    'export type Json = unknown',
    '',
    body,
    '',
  ].join('\n')
}

const columnSql = ({ name, type, required, given, identity, generated }: Column): string => {
  const made = identity === 'a' ? ' generated always as identity' : identity === 'd' ? ' generated by default as identity' : ''
  const preset = generated === '' ? (given === null ? '' : ` default ${given}`) : ` generated always as (${given}) stored`
  return `  ${name} ${type}${required ? ' not null' : ''}${made}${preset}`
}

const tableSql = (table: string, columns: readonly Column[], constraints: readonly Definition[]): string => {
  const lines = [...columns.map(columnSql), ...constraints.map(({ name, definition }) => `  constraint ${name} ${definition}`)]
  return `create table ${table} (\n${lines.join(',\n')}\n);`
}

export const describeSchema = async (client: pg.Client): Promise<Described> => {
  const columns = await columnsOf(client)
  const constraints = await constraintsOf(client)
  const kinds = new Map((await client.query<{ table_name: string; kind: string }>('select table_name, kind from table_kind')).rows.map((row) => [row.table_name, row.kind]))
  const indexes = await textsOf(client, `
    select pg_get_indexdef(i.indexrelid) || ';' as text from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = 'public'::regnamespace and not c.relispartition
      and not exists (select from pg_constraint where conindid = i.indexrelid) order by 1`)
  const functions = await textsOf(client, `
    select rtrim(pg_get_functiondef(oid), E'\\n') || ';' as text from pg_proc where pronamespace = 'public'::regnamespace and prokind = 'f'
      and not exists (select from pg_depend where objid = pg_proc.oid and deptype = 'e') order by 1`)
  const triggers = await textsOf(client, `
    select pg_get_triggerdef(t.oid) || ';' as text from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where not t.tgisinternal and c.relnamespace = 'public'::regnamespace and not c.relispartition order by 1`)
  const views = await textsOf(client, `
    select format(E'create view %I as\\n%s', relname, pg_get_viewdef(oid)) as text from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'v' order by 1`)
  const byTable = Map.groupBy(columns, (column) => column.table_name)
  const tables = [...byTable]
    .filter(([table]) => kinds.has(table))
    .map(([table, own]) => `-- ${kinds.get(table)}\n${tableSql(table, own, constraints.filter(({ table_name }) => table_name === table))}`)
  const sql = [
    '-- Made by `npm run generate`: the schema after all migrations, for reading and review. Change the migrations, not this.',
    ...tables, ...views, indexes.join('\n'), ...functions, triggers.join('\n'),
  ]
  return { typescript: typescriptOf(columns, constraints), sql: `${sql.filter((part) => part !== '').join('\n\n')}\n` }
}

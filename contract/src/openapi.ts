import { z } from 'zod'
import type { Access, Operation } from './operation.ts'
import { type RefusalCode, refusalTable, universalRefusals } from './refusals.ts'

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json | undefined }
type Schema = { readonly [name: string]: Json | undefined }

const schemaOf = (type: z.ZodType, io: 'input' | 'output'): Schema => {
  const { $schema: _, ...schema } = z.toJSONSchema(type, { io, unrepresentable: 'any' })
  return schema as Schema
}

const parametersOf = (type: z.ZodType | undefined, where: 'path' | 'query'): readonly Schema[] => {
  if (!type) return []
  const { properties = {}, required = [] } = schemaOf(type, 'input') as { properties?: Record<string, Schema>; required?: readonly string[] }
  return Object.entries(properties).map(([name, schema]) => ({
    name, in: where, required: where === 'path' || required.includes(name), schema,
  }))
}

const accessText = (access: Access): string => {
  switch (access.for) {
    case 'public':
      return 'Open to anyone.'
    case 'demo':
      return 'Of the demo lender only.'
    case 'any-staff':
      return 'Any signed-in member of staff.'
    case 'staff':
      return `Staff with the right \`${access.right}\`.`
    case 'customer':
      return `Customers whose identity is at least ${access.level}.`
  }
}

const securityOf = (access: Access): readonly Schema[] => {
  if (access.for === 'customer') return [{ customerSession: [] }]
  return access.for === 'staff' || access.for === 'any-staff' ? [{ staffSession: [] }] : []
}

/** The described errors of an operation: one response a status, naming every code it may carry. */
const errorsOf = (operation: Operation): Record<string, Schema> => {
  const codes = [...new Set<RefusalCode>([...operation.refusals, ...universalRefusals])]
  const byStatus = Map.groupBy(codes, (code) => refusalTable[code].status)
  return Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([status, group]) => [
      String(status),
      {
        description: group.map((code) => `\`${code}\`: ${refusalTable[code].en}`).join('\n\n'),
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
            examples: Object.fromEntries(group.map((code) => [code, { value: { error: { code, message: refusalTable[code].zh } } }])),
          },
        },
      },
    ]),
  )
}

const successOf = ({ response, example }: Operation, bytes: boolean): Record<string, Schema> => {
  if (bytes) return { 200: { description: 'The bytes', content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } } }
  if (!response) return { 204: { description: 'Done' } }
  const shown = example?.response === undefined ? {} : { example: example.response as Json }
  return { 200: { description: 'OK', content: { 'application/json': { schema: schemaOf(response, 'output'), ...shown } } } }
}

const requestOf = ({ body, upload, example }: Operation): Schema => {
  if (upload) {
    const schema = { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] }
    return { requestBody: { required: true, content: { 'multipart/form-data': { schema } } } }
  }
  if (!body) return {}
  const shown = example?.body === undefined ? {} : { example: example.body as Json }
  return { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input'), ...shown } } } }
}

const described = (operation: Operation): Schema => ({
  operationId: operation.id,
  summary: operation.summary,
  description: accessText(operation.access),
  tags: [operation.room],
  security: securityOf(operation.access),
  parameters: [...parametersOf(operation.params, 'path'), ...parametersOf(operation.query, 'query')],
  ...requestOf(operation),
  responses: { ...successOf(operation, operation.method === 'GET' && !operation.response), ...errorsOf(operation) },
})

/** The OpenAPI 3.1 document of these operations, in a stable order, so that its changes can be read. */
export const openApiOf = (operations: readonly Operation[], version: string): Schema => {
  const sorted = [...operations].sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method))
  const byPath = Map.groupBy(sorted, (operation) => operation.path)
  const error = z.object({
    error: z.object({
      code: z.enum(Object.keys(refusalTable) as [RefusalCode, ...RefusalCode[]]).describe('Stable; decide by this, never by the message'),
      message: z.string().describe('A sentence for people, in the language that Accept-Language asks for (zh, en)'),
      field: z.string().optional().describe('The field of the request to be changed'),
      about: z.record(z.string(), z.union([z.string(), z.number()])).optional().describe('The values named in the message'),
    }),
  })
  return {
    openapi: '3.1.0',
    info: { title: 'Xinqiao 信桥', version, description: 'The customer-service desk of a lender. Every refusal carries a stable code.', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths: Object.fromEntries([...byPath].map(([path, group]) => [path, Object.fromEntries(group.map((operation) => [operation.method.toLowerCase(), described(operation)]))])),
    components: {
      schemas: { Error: schemaOf(error, 'output') },
      securitySchemes: {
        staffSession: { type: 'apiKey', in: 'cookie', name: 'xinqiao.session_token' },
        customerSession: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}

import { parseRoutingPolicy } from '@xinqiao/core/routing/routing-policy.ts'
import { contentOnce } from '../platform/content.ts'

export const routingPolicy = contentOnce('desk/routing.json', parseRoutingPolicy)

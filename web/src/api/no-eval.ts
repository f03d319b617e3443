import { config } from 'zod'

/**
 * The pages are served with a policy that forbids making code from text, which zod would try as soon as a schema of the
 * contract is made. Import this before any module of the contract.
 */
config({ jitless: true })

import { refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Room } from '../platform/room.ts'
import { demoStaff, shownFirst } from './demo-staff.ts'
import { importers } from './importers.ts'
import { jobs } from './jobs.ts'
import { routes } from './routes.ts'
import { seedPeople } from './seed-people.ts'
import { createStaff, hashPassword, makeOneTimePassword } from './staff.ts'
import { staffByEmail } from './store.ts'

export const people: Room = {
  name: 'people',
  routes,
  jobs,
  importers,
  seed: seedPeople,
  makeAdministrator: (context, { name, email }) =>
    context.db.transaction().execute(async (tx) => {
      if (await staffByEmail(tx, email.trim().toLowerCase())) return refuse('invalid-request', {}, 'email')
      const oneTimePassword = makeOneTimePassword()
      await createStaff(context, tx, { name, email, roles: ['admin'], passwordHash: await hashPassword(oneTimePassword), oneTime: true })
      return { oneTimePassword }
    }),
  signIns: async () =>
    demoStaff.filter(({ email }) => shownFirst.includes(email)).map(({ name, email, roles }) => ({ who: `${name} (${roles.join(', ')})`, email })),
}

/**
 * The limit that the bench measures against: what anybody would write first, without rounding, without checks and wrong
 * by some fen in the end. It fills the same two columns.
 */
const template = Array.from({ length: 512 }, (_, index) => index + 0.5)

export const plainByMonth = (principal: number, rate: number, count: number): readonly number[] => {
  const interest = template.slice(0, count)
  const growth = rate / 12
  const payment = (principal * growth) / (1 - (1 + growth) ** -count)
  let balance = principal
  for (let line = 0; line < count; line += 1) {
    const due = balance * growth
    interest[line] = due
    balance -= payment - due
  }
  return interest
}

export const plainByDay = (principal: number, rate: number, lengths: readonly number[]): readonly number[] => {
  const interest = template.slice(0, lengths.length)
  const daily = rate / 365
  let [discount, sum] = [1, 1]
  for (let line = 1; line < lengths.length; line += 1) {
    discount /= 1 + daily * (lengths[line] as number)
    sum += discount
  }
  const payment = (principal * (1 + daily * (lengths[0] as number))) / sum
  let balance = principal
  for (let line = 0; line < lengths.length; line += 1) {
    const due = balance * daily * (lengths[line] as number)
    interest[line] = due
    balance -= payment - due
  }
  return interest
}

import { recordedFiles } from './recorded-files.ts'
import type { Recording } from './recording.ts'
import { dashboard } from './recordings/dashboard.ts'
import { ordersTable } from './recordings/orders-table.ts'
import { pricingCard } from './recordings/pricing-card.ts'
import { signInForm } from './recordings/sign-in-form.ts'

/** All recorded projects, by the folder of their files in `dev/recordings`. */
const RECORDINGS = { 'pricing-card': pricingCard, 'sign-in-form': signInForm, dashboard, 'orders-table': ordersTable }

export async function loadRecordings(): Promise<Recording[]> {
  return await Promise.all(Object.entries(RECORDINGS).map(async ([folder, make]) => make(await recordedFiles(folder))))
}

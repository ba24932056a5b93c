import { Droplets, PackageCheck, Recycle } from 'lucide-react'
import { useState } from 'react'
import { FormAlert } from '@/components/form-alert'
import { SignInCard } from '@/components/sign-in-card'
import type { SignInRequest } from '@/components/sign-in-form'
import type { Benefit } from '@/components/sign-in-panel'
import { TextField } from '@/components/text-field'
import { Card } from '@/components/ui/card'

const ANSWER_MS = 900

const benefits: readonly Benefit[] = [
  { icon: Droplets, text: 'A reminder when a plant wants water' },
  { icon: PackageCheck, text: 'Every order and where it is right now' },
  { icon: Recycle, text: 'Old pots picked up with the next delivery' },
]

/** Stands for the shop's server: it knows one password. */
async function answer({ password }: SignInRequest) {
  await new Promise((resolve) => setTimeout(resolve, ANSWER_MS))
  return password === 'monstera' ? null : 'This email address and password don’t belong together. Try again.'
}

/** The form to try out, and what it looks like when something is wrong. */
export default function Preview() {
  const [visitor, setVisitor] = useState<string | null>(null)

  async function signIn(request: SignInRequest) {
    const refusal = await answer(request)
    if (refusal === null) setVisitor(request.email)
    return refusal
  }

  return (
    <main className="mx-auto grid max-w-6xl gap-12 px-4 py-12 sm:px-6 sm:py-20">
      <h1 className="sr-only">Terrace account</h1>
      <div>
        <SignInCard onSignIn={signIn} resetHref="#reset" registerHref="#register" benefits={benefits} />
        <p role="status" className="mt-4 text-center text-sm text-muted">
          {visitor === null ? 'To try it: any address, with the password “monstera”.' : `Signed in as ${visitor}.`}
        </p>
      </div>
      <section aria-labelledby="states-title" className="mx-auto w-full max-w-md">
        <h2 id="states-title" className="mb-4 font-display text-xl">
          When something is wrong
        </h2>
        <Card>
          <FormAlert message="This email address and password don’t belong together. Try again." attempt={1} />
          <div className="grid gap-5">
            <TextField
              label="Email address"
              type="email"
              defaultValue="rosa@example"
              problem="Enter an email address like rosa@example.com."
            />
            <TextField label="Order number" hint="Six digits, in the confirmation that we sent you." defaultValue="204816" />
          </div>
        </Card>
      </section>
    </main>
  )
}

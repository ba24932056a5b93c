import { LoaderCircle } from 'lucide-react'
import { type SubmitEvent, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { FormAlert } from '@/components/form-alert'
import { PasswordField } from '@/components/password-field'
import { TextField } from '@/components/text-field'
import { Button } from '@/components/ui/button'
import { type SignInProblems, type SignInValues, signInProblems } from '@/lib/sign-in-problems'

export type SignInRequest = SignInValues & {
  /** True where the visitor wants to stay signed in on this device. */
  remember: boolean
}

export type SignInFormProps = {
  /** Resolves to `null` once the visitor is signed in, else to a sentence that says why not. */
  onSignIn: (request: SignInRequest) => Promise<string | null>
  /** Where a forgotten password is replaced. */
  resetHref: string
}

/** Checks the fields when it is submitted, and moves the focus to the first one that needs another look. */
export function SignInForm({ onSignIn, resetHref }: SignInFormProps) {
  const emailField = useRef<HTMLInputElement>(null)
  const passwordField = useRef<HTMLInputElement>(null)
  const [values, setValues] = useState<SignInValues>({ email: '', password: '' })
  const [remember, setRemember] = useState(false)
  const [problems, setProblems] = useState<SignInProblems>({})
  const [alert, setAlert] = useState<{ message: string | null; attempt: number }>({ message: null, attempt: 0 })
  const [pending, setPending] = useState(false)

  function change(field: keyof SignInValues, value: string) {
    const changed = { ...values, [field]: value }
    setValues(changed)
    // Only a problem that is already shown is looked at again: nobody is corrected while typing.
    if (problems[field] !== undefined) setProblems({ ...problems, [field]: signInProblems(changed)[field] })
  }

  function show(message: string | null, found: SignInProblems) {
    // Rendered at once, so that the focus arrives at a field that already has its problem.
    flushSync(() => {
      setProblems(found)
      setAlert(({ attempt }) => ({ message, attempt: attempt + 1 }))
      setPending(false)
    })
  }

  async function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    if (pending) return
    const found = signInProblems(values)
    const count = Object.keys(found).length
    if (count > 0) {
      show(count === 1 ? 'One field needs another look.' : 'Two fields need another look.', found)
      const first = found.email === undefined ? passwordField : emailField
      first.current?.focus()
      return
    }
    show(null, {})
    setPending(true)
    const refusal = await onSignIn({ ...values, email: values.email.trim(), remember }).catch(
      () => 'We could not reach the shop. Check your connection and try again.',
    )
    show(refusal, {})
    if (refusal !== null) passwordField.current?.focus()
  }

  return (
    <form noValidate onSubmit={submit}>
      <FormAlert message={alert.message} attempt={alert.attempt} />
      <div className="grid gap-5">
        <TextField
          ref={emailField}
          label="Email address"
          type="email"
          name="email"
          autoComplete="username"
          required
          value={values.email}
          onChange={(event) => change('email', event.target.value)}
          problem={problems.email}
        />
        <PasswordField
          ref={passwordField}
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          value={values.password}
          onChange={(event) => change('password', event.target.value)}
          problem={problems.password}
        />
        <div className="flex flex-wrap items-center justify-between gap-x-4 text-sm">
          <label className="flex min-h-11 cursor-pointer items-center gap-3">
            <input
              type="checkbox"
              name="remember"
              checked={remember}
              onChange={(event) => setRemember(event.target.checked)}
              className="focus-ring size-5 cursor-pointer accent-brand"
            />
            Keep me signed in
          </label>
          <a
            href={resetHref}
            className="focus-ring inline-flex min-h-11 items-center rounded-control font-semibold text-brand underline underline-offset-4 hover:text-brand-strong"
          >
            Forgot your password?
          </a>
        </div>
        <Button type="submit" size="full" aria-disabled={pending} className="aria-disabled:cursor-progress">
          {pending && <LoaderCircle aria-hidden="true" className="motion-safe:animate-spin" />}
          {pending ? 'Signing in…' : 'Sign in'}
        </Button>
      </div>
    </form>
  )
}

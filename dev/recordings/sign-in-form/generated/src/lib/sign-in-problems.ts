/** What the visitor types. */
export type SignInValues = {
  email: string
  password: string
}

/** What is wrong with a field, as a sentence for the visitor; a field that is right has no entry. */
export type SignInProblems = { [Field in keyof SignInValues]?: string }

/** Finds what can be told without asking the server. An address is checked for its shape, never for more. */
export function signInProblems({ email, password }: SignInValues): SignInProblems {
  const problems: SignInProblems = {}
  if (email.trim() === '') problems.email = 'Enter your email address.'
  else if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())) problems.email = 'Enter an email address like rosa@example.com.'
  if (password === '') problems.password = 'Enter your password.'
  return problems
}

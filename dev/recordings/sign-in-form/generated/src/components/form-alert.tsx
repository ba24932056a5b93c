import { CircleAlert } from 'lucide-react'

export type FormAlertProps = {
  /** What came of the last attempt; `null` while there is nothing to say. */
  message: string | null
  /** Counts the attempts, so that the same message is read out again after another one. */
  attempt: number
}

/** What is wrong with a form as a whole. The alert itself is always there: assistive technology announces what appears inside of it. */
export function FormAlert({ message, attempt }: FormAlertProps) {
  return (
    <div role="alert">
      {message !== null && (
        <p key={attempt} className="mb-6 flex items-start gap-3 rounded-control bg-accent-soft p-4 text-sm font-medium text-accent">
          <CircleAlert aria-hidden="true" className="size-5 shrink-0" />
          {message}
        </p>
      )}
    </div>
  )
}

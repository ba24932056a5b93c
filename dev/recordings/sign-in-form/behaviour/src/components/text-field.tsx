import { CircleAlert } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { cn } from '@/lib/cn'

export type TextFieldProps = Omit<ComponentProps<'input'>, 'id' | 'aria-describedby' | 'aria-invalid'> & {
  label: string
  /** Help that is always there. */
  hint?: string
  /** What is wrong with the value, as a sentence. */
  problem?: string
  /** A control of 44 px over the end of the input. */
  end?: ReactNode
}

/** An input with its label, its hint and its problem, which are read out with it. */
export function TextField({ label, hint, problem, end, className, ...props }: TextFieldProps) {
  const id = useId()
  const hintId = `${id}hint`
  const problemId = `${id}problem`
  const descriptions = [hint !== undefined && hintId, problem !== undefined && problemId].filter((each) => each !== false)
  return (
    <div className={cn('grid gap-2', className)}>
      <label htmlFor={id} className="text-sm font-semibold">
        {label}
      </label>
      {hint !== undefined && (
        <p id={hintId} className="text-sm text-muted">
          {hint}
        </p>
      )}
      <div className="relative">
        <input
          {...props}
          id={id}
          aria-describedby={descriptions.length > 0 ? descriptions.join(' ') : undefined}
          aria-invalid={problem !== undefined}
          className={cn(
            'focus-ring min-h-11 w-full rounded-control border border-edge bg-raised px-4 text-ink hover:border-brand aria-invalid:border-accent aria-invalid:ring-1 aria-invalid:ring-accent motion-safe:transition-colors',
            end !== undefined && 'pr-12',
          )}
        />
        {end !== undefined && <div className="absolute inset-y-0 right-0">{end}</div>}
      </div>
      {problem !== undefined && (
        <p id={problemId} className="flex items-start gap-2 text-sm font-medium text-accent">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          {problem}
        </p>
      )}
    </div>
  )
}

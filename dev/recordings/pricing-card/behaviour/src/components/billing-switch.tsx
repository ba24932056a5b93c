import { useId } from 'react'
import { cn } from '@/lib/cn'

export type BillingPeriod = 'month' | 'year'

export type BillingSwitchProps = {
  value: BillingPeriod
  onChange: (value: BillingPeriod) => void
  className?: string
}

const options: readonly { value: BillingPeriod; label: string }[] = [
  { value: 'month', label: 'Monthly' },
  { value: 'year', label: 'Yearly' },
]

/** Two radio buttons that look like one switch: arrow keys, forms and screen readers work as everywhere. */
export function BillingSwitch({ value, onChange, className }: BillingSwitchProps) {
  const name = useId()
  return (
    <fieldset
      className={cn(
        'relative inline-flex rounded-control border border-edge bg-raised p-1 outline-offset-3 outline-brand has-focus-visible:outline-2',
        className,
      )}
    >
      <legend className="sr-only">Billing period</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="relative flex min-h-11 min-w-28 cursor-pointer items-center justify-center rounded-[calc(var(--radius-control)-0.25rem)] px-4 text-sm font-semibold hover:text-brand has-checked:bg-brand has-checked:text-on-brand has-checked:forced-color-adjust-none motion-safe:transition-colors"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
            className="sr-only"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  )
}

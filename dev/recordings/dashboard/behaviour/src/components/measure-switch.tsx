import { useId } from 'react'
import { cn } from '@/lib/cn'

export type Measure = 'revenue' | 'orders'

export type MeasureSwitchProps = {
  value: Measure
  onChange: (value: Measure) => void
  className?: string
}

const options: readonly { value: Measure; label: string }[] = [
  { value: 'revenue', label: 'Revenue' },
  { value: 'orders', label: 'Orders' },
]

/** Two radio buttons that look like one switch: arrow keys and screen readers work as everywhere. */
export function MeasureSwitch({ value, onChange, className }: MeasureSwitchProps) {
  const name = useId()
  return (
    <fieldset
      className={cn(
        'relative inline-flex rounded-control border border-edge bg-raised p-1 outline-offset-3 outline-brand has-focus-visible:outline-2',
        className,
      )}
    >
      <legend className="sr-only">What the chart shows</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="relative flex min-h-11 cursor-pointer items-center rounded-[calc(var(--radius-control)-0.25rem)] px-4 text-sm font-semibold hover:text-brand has-checked:bg-brand has-checked:text-on-brand has-checked:forced-color-adjust-none motion-safe:transition-colors"
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

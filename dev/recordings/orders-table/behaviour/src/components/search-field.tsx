import { Search, X } from 'lucide-react'
import { type Ref, useId } from 'react'
import { Button } from '@/components/ui/button'
import { cn } from '@/lib/cn'

export type SearchFieldProps = {
  label: string
  value: string
  onChange: (value: string) => void
  /** Empties the field; whoever does that also moves the focus, because the button goes away. */
  onClear: () => void
  ref?: Ref<HTMLInputElement>
  className?: string
}

export function SearchField({ label, value, onChange, onClear, ref, className }: SearchFieldProps) {
  const id = useId()
  return (
    <div className={cn('relative', className)}>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <Search aria-hidden="true" className="pointer-events-none absolute top-3.5 left-4 size-4 text-muted" />
      <input
        ref={ref}
        id={id}
        type="search"
        autoComplete="off"
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="focus-ring min-h-11 w-full rounded-control border border-edge bg-raised pr-12 pl-11 text-sm text-ellipsis placeholder:text-muted placeholder:opacity-100 hover:border-brand motion-safe:transition-colors [&::-webkit-search-cancel-button]:hidden"
      />
      {value !== '' && (
        <Button variant="quiet" size="icon" aria-label="Clear the search" onClick={onClear} className="absolute inset-y-0 right-0">
          <X aria-hidden="true" />
        </Button>
      )}
    </div>
  )
}

import type { Figure } from '@/lib/figures'
import { formatPrice } from '@/lib/format-price'

const counts = new Intl.NumberFormat('en-US')
const shares = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 })

/** Formats a value by its unit: $16,438, 412 or 3.4%. */
export function formatFigure(value: number, unit: Figure['unit']) {
  if (unit === 'cents') return formatPrice(value)
  return (unit === 'count' ? counts : shares).format(value)
}

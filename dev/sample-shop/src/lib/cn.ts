import { clsx, type ClassValue } from 'clsx'
import { extendTailwindMerge } from 'tailwind-merge'

/** Knows the tokens of `index.css` that tailwind-merge can't guess. */
const twMerge = extendTailwindMerge({
  extend: { theme: { radius: ['control', 'card'], shadow: ['card', 'lift'], font: ['display'] } },
})

/** Joins class names; the last of two that conflict wins. */
export function cn(...values: ClassValue[]) {
  return twMerge(clsx(values))
}

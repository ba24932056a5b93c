import { clsx, type ClassValue } from 'clsx'
import { twMerge } from 'tailwind-merge'

/** Joins class names; of two conflicting ones the last wins. */
export function cn(...values: ClassValue[]): string {
  return twMerge(clsx(values))
}

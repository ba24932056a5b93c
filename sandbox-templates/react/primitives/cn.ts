import { clsx, type ClassValue } from 'clsx'
import { twMerge } from 'tailwind-merge'

/** Joins class names; the last of two that conflict wins. */
export function cn(...values: ClassValue[]): string {
  return twMerge(clsx(values))
}

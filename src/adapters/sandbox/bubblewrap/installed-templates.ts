import type { TemplateName } from '#src/ports/sandbox.ts'
import { ensureTemplate, type TemplateLocation } from './ensure-template.ts'

/** Returns the folder of a template, which is installed on first use. A failed installation is tried again at the next call. */
export function createTemplates(
  place: Omit<TemplateLocation, 'name'> & { onProgress: (message: string) => void },
): (name: TemplateName) => Promise<string> {
  const folders = new Map<TemplateName, Promise<string>>()
  return async (name) => {
    const folder = folders.get(name) ?? ensureTemplate({ ...place, name })
    folders.set(name, folder)
    try {
      return await folder
    } catch (error) {
      folders.delete(name)
      throw error
    }
  }
}

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { TEMPLATE_LAYERS, type TemplateName } from '#src/domain/repository/choose-template.ts'

/**
 * A template's name at E2B: `<name>-<template>:<tag>`. Without a configured tag, the tag is a hash of all files of the template's layers,
 * so a worker uses exactly the template that was built for its version.
 */
export async function e2bTemplateName(chosen: string, templatesFolder: string, template: TemplateName): Promise<string> {
  const [name = '', tag = null] = chosen.split(':')
  return `${name}-${template}:${tag ?? (await hashOf(templatesFolder, TEMPLATE_LAYERS[template]))}`
}

async function hashOf(templatesFolder: string, layers: readonly TemplateName[]): Promise<string> {
  const hash = createHash('sha256')
  for (const layer of layers) {
    const folder = join(templatesFolder, layer)
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    for (const path of paths.filter((each) => !each.startsWith('node_modules')).toSorted())
      hash
        .update(`${layer}/${path}\0`)
        .update(await readFile(join(folder, path)))
        .update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

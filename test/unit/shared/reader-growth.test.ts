import { describe, expect, test } from 'vitest'
import type { ReaderName } from '#src/domain/shared/reader-names.ts'
import { ADAPTER_READERS } from '../../support/readers/adapter-readers.ts'
import { AGENT_READERS } from '../../support/readers/agent-readers.ts'
import { CHECK_READERS } from '../../support/readers/check-readers.ts'
import { MESSAGE_READERS } from '../../support/readers/message-readers.ts'
import { PACKAGE_READERS } from '../../support/readers/package-readers.ts'
import { REPOSITORY_READERS } from '../../support/readers/repository-readers.ts'
import { TEMPLATE_READERS } from '../../support/readers/template-readers.ts'
import type { Row } from '../../support/readers/row.ts'
import { expectGrowth } from '../../support/linear-time.ts'

const READERS = {
  ...AGENT_READERS,
  ...MESSAGE_READERS,
  ...CHECK_READERS,
  ...PACKAGE_READERS,
  ...REPOSITORY_READERS,
  ...ADAPTER_READERS,
  ...TEMPLATE_READERS,
} satisfies Record<ReaderName, Row>

describe.each(Object.entries(READERS))('%s reads in linear time and within its budget', (_name, reader) => {
  test.each(reader.attacks.map((attack) => [attack.name, attack] as const))('%s', async (_attack, { make }) => {
    await expect(expectGrowth(reader, make, reader.read)).resolves.toBeUndefined()
  })
})

import { sandboxContract } from '#test/support/sandbox-contract/sandbox-contract.ts'
import { openCloud } from '../../support/e2b/e2b-cloud.ts'
import { openDoubled } from '../../support/e2b/start-e2b-double.ts'

sandboxContract('E2B, its cloud doubled', () => openDoubled())

// The same contract against the real cloud, if there is a key for it. Run `npm run template:build` first.
const apiKey = process.env['E2B_API_KEY'] ?? ''
if (apiKey !== '') sandboxContract('E2B in its cloud', () => openCloud(apiKey))

import { sandboxContract } from '#test/sandbox-contract/sandbox-contract.ts'
import { openCloud } from './cloud.ts'
import { openDoubled } from './doubled.ts'

sandboxContract('E2B, its cloud doubled', () => openDoubled())

// The same against the real cloud, where there is a key for it; `npm run template:build` has to have been run before.
const apiKey = process.env['E2B_API_KEY'] ?? ''
if (apiKey !== '') sandboxContract('E2B in its cloud', () => openCloud(apiKey))

import { openMachine } from './machine.ts'
import { sandboxContract } from './sandbox-contract.ts'

sandboxContract('bubblewrap', openMachine)

export { commandWorkflow } from './command-workflow.ts'
export { housekeepingWorkflow } from './housekeeping-workflow.ts'
export { projectWorkflow } from './project-workflow.ts'

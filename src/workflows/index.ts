export { commandWorkflow } from './command-workflow.ts'
export { housekeepingWorkflow } from './housekeeping-workflow.ts'
export { noticeWorkflow } from './github-event-workflow.ts'
export { projectWorkflow } from './project-workflow.ts'

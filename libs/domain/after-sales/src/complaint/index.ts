export * from './aggregate';
export type { Complaint } from './complaint';
export { complaintActions, type AskedOfComplaint, type ComplaintCommand } from './decide';
export { complaintLife, type ComplaintAction } from './transitions';
export * from './view';

export * from './aggregate';
export type { Complaint } from './complaint';
export * from './count';
export { complaintActions, type AskedOfComplaint, type ComplaintCommand, type ComplaintRefusal } from './decide';
export { complaintLife, type ComplaintAction } from './transitions';
export * from './view';

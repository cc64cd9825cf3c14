export { CUSTODIES, type Custody, type GoodsUnit, type Handling } from './unit';
export { unitsOf, type RecordedEvent, type UnitsOfCase } from './units';
export { unitViews, type UnitView } from './view';

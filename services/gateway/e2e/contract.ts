/** The routes of the product's contract and who may use them, as integrators were promised; a supervisor is an agent, too. */
const ROUTES = `
  POST   /v1/orders                                     storefront
  GET    /v1/orders                                     buyer merchant agent operator storefront
  GET    /v1/orders/{id}                                buyer merchant agent operator storefront
  POST   /v1/orders/{id}/shipments                      merchant storefront
  POST   /v1/orders/{id}/receipt                        buyer storefront
  POST   /v1/orders/{id}/address-changes                buyer
  POST   /v1/orders/{id}/address-changes/{n}/redirect   merchant
  POST   /v1/orders/{id}/address-changes/{n}/reship     merchant
  POST   /v1/orders/{id}/address-changes/{n}/decline    merchant
  POST   /v1/orders/{id}/cancellations                  buyer
  GET    /v1/orders/{id}/after-sale-options             buyer merchant agent
  GET    /v1/orders/{id}/timeline                       buyer merchant agent operator
  GET    /v1/orders/{id}/units                          buyer merchant agent operator
  GET    /v1/orders/{id}/ledger                         merchant agent operator
  POST   /v1/prices                                     storefront
  GET    /v1/buyers/{id}/suggested-actions              buyer merchant agent
  POST   /v1/after-sales                                buyer merchant agent
  GET    /v1/after-sales                                buyer merchant agent operator
  GET    /v1/after-sales/{id}                           buyer merchant agent operator
  GET    /v1/after-sales/{id}/timeline                  buyer merchant agent operator
  POST   /v1/after-sales/{id}/approve                   merchant agent
  POST   /v1/after-sales/{id}/reject                    merchant
  POST   /v1/after-sales/{id}/cancel                    buyer
  POST   /v1/after-sales/{id}/modify                    buyer
  POST   /v1/after-sales/{id}/offers                    merchant buyer
  POST   /v1/after-sales/{id}/offers/{n}/accept         merchant buyer
  POST   /v1/after-sales/{id}/offers/{n}/decline        merchant buyer
  POST   /v1/after-sales/{id}/pickup                    buyer
  POST   /v1/after-sales/{id}/waybill                   buyer
  POST   /v1/after-sales/{id}/drop-off                  buyer
  POST   /v1/after-sales/{id}/receipt                   merchant
  POST   /v1/after-sales/{id}/reject-receipt            merchant
  POST   /v1/after-sales/{id}/replacement-shipment      merchant
  POST   /v1/after-sales/{id}/out-of-stock              merchant
  POST   /v1/after-sales/{id}/confirm-receipt           buyer
  POST   /v1/after-sales/{id}/object                    buyer
  POST   /v1/after-sales/{id}/appointment               buyer merchant
  POST   /v1/after-sales/{id}/diagnosis                 merchant
  POST   /v1/after-sales/{id}/quote/accept              buyer
  POST   /v1/after-sales/{id}/quote/decline             buyer
  POST   /v1/after-sales/{id}/repair-finished           merchant
  POST   /v1/after-sales/{id}/deadline-extensions       agent operator
  POST   /v1/after-sales/{id}/messages                  buyer merchant agent
  POST   /v1/after-sales/{id}/dispute                   buyer merchant
  POST   /v1/after-sales/{id}/dispositions              merchant
  POST   /v1/after-sales/batch-approvals                merchant
  POST   /v1/after-sales/batch-extensions               operator supervisor
  POST   /v1/evidence                                   buyer merchant agent
  GET    /v1/evidence/{id}                              buyer merchant agent operator
  GET    /v1/disputes/{id}                              buyer merchant agent operator
  POST   /v1/disputes/{id}/evidence-requests            agent
  POST   /v1/disputes/{id}/evidence                     buyer merchant
  POST   /v1/disputes/{id}/concede                      merchant
  POST   /v1/disputes/{id}/withdraw                     buyer merchant
  POST   /v1/disputes/{id}/proposals                    agent
  POST   /v1/disputes/{id}/proposals/{n}/accept         buyer merchant
  POST   /v1/disputes/{id}/proposals/{n}/decline        buyer merchant
  POST   /v1/disputes/{id}/verdict                      agent
  POST   /v1/disputes/{id}/appeal                       buyer merchant
  POST   /v1/disputes/{id}/final                        supervisor
  GET    /v1/merchants/{id}/auto-approve-rules          merchant
  PUT    /v1/merchants/{id}/auto-approve-rules          merchant
  PUT    /v1/merchants/{id}/policy                      merchant
  PUT    /v1/merchants/{id}/policy-flags                operator supervisor
  GET    /v1/merchants/{id}/reasons                     merchant agent operator
  GET    /v1/buyers/{id}/after-sale-history             buyer merchant agent operator
  GET    /v1/merchants/{id}/goodwill-budget             merchant operator supervisor
  PUT    /v1/merchants/{id}/goodwill-budget             merchant operator supervisor
  GET    /v1/agents/{id}/goodwill-budget                agent operator
  PUT    /v1/agents/{id}/goodwill-budget                operator supervisor
  POST   /v1/after-sales/{id}/goodwill-coupons          merchant agent
  GET    /v1/goodwill-proposals                         merchant agent operator
  GET    /v1/goodwill-proposals/{id}                    merchant agent operator
  POST   /v1/goodwill-proposals/{id}/confirm            merchant supervisor
  POST   /v1/goodwill-proposals/{id}/decline            merchant agent
  POST   /v1/complaints                                 buyer
  GET    /v1/complaints                                 buyer agent operator
  GET    /v1/complaints/{id}                            buyer agent operator
  POST   /v1/complaints/{id}/answers                    agent
  POST   /v1/complaints/{id}/close                      buyer
  GET    /v1/after-sales/{id}/guide                     agent operator
  GET    /v1/standard-replies                           merchant agent
  GET    /v1/policies                                   public
  GET    /v1/policies/schema                            public
  POST   /v1/policies/replays                           agent operator
  GET    /v1/orders/{id}/policy                         buyer merchant agent
  GET    /v1/reason-catalogue                           public
  GET    /v1/refunds                                    buyer merchant agent operator integrator
  GET    /v1/refunds/{id}                               buyer merchant agent operator integrator
  POST   /v1/refunds/{id}/retry                         agent operator
  POST   /v1/refunds/{id}/manual-settlements            agent operator
  POST   /v1/refunds/{id}/manual-settlements/{n}/confirm agent operator
  POST   /v1/refunds/{id}/manual-settlements/{n}/decline agent operator
  POST   /v1/refunds/{id}/reroutes                      agent
  POST   /v1/refunds/{id}/reroutes/{n}/accept           buyer
  POST   /v1/refunds/{id}/reroutes/{n}/decline          buyer
  GET    /v1/reconciliations                            operator supervisor
  GET    /v1/reconciliations/{date}                     operator supervisor
  POST   /v1/reconciliations                            operator supervisor
  GET    /v1/fast-refund/settings                       agent operator
  PUT    /v1/fast-refund/settings                       supervisor
  GET    /v1/fast-refund/decisions                      agent operator
  GET    /v1/fast-refund/book                           operator supervisor
  GET    /v1/buyers/{id}/fast-refund                    buyer agent operator
  PUT    /v1/buyers/{id}/fast-refund/consent            buyer
  GET    /v1/fast-refund/recoveries                     buyer agent operator
  GET    /v1/fast-refund/recoveries/{id}                buyer agent operator
  POST   /v1/fast-refund/recoveries/{id}/payment-links  buyer agent
  POST   /v1/fast-refund/recoveries/{id}/payments       buyer agent
  GET    /v1/buyers/{id}/accounts                       buyer agent operator
  POST   /v1/psp/{provider}/notifications               public
  POST   /v1/psp/stripe/notifications                   public
  GET    /v1/pickups                                    buyer merchant agent operator
  GET    /v1/pickups/{id}                               buyer merchant agent operator
  POST   /v1/pickups/{id}/reschedule                    buyer
  POST   /v1/pickups/{id}/cancel                        buyer
  POST   /v1/carriers/{carrier}/events                  public
  POST   /v1/carriers/easypost/notifications           public
  GET    /v1/insurance/quotes                           buyer merchant agent operator storefront
  GET    /v1/insurance/policies                         buyer merchant agent operator storefront
  GET    /v1/insurance/claims                           buyer merchant agent operator
  POST   /v1/insurance/claims                           buyer merchant agent
  POST   /v1/insurance/claims/{id}/appeal               buyer merchant agent
  GET    /v1/insurance/reconciliations                  operator supervisor
  GET    /v1/insurance/reconciliations/{date}           operator supervisor
  POST   /v1/insurance/reconciliations                  operator supervisor
  GET    /v1/metrics/after-sales                        merchant agent operator
  GET    /v1/metrics/after-sales/{metric}/tickets       merchant agent operator
  GET    /v1/merchants/{id}/service-score               merchant agent operator
  POST   /v1/webhook-endpoints                          integrator merchant
  GET    /v1/webhook-endpoints                          integrator merchant
  GET    /v1/webhook-endpoints/{id}                     integrator merchant
  PATCH  /v1/webhook-endpoints/{id}                     integrator merchant
  DELETE /v1/webhook-endpoints/{id}                     integrator merchant
  POST   /v1/webhook-endpoints/{id}/rotate-secret       integrator merchant
  POST   /v1/webhook-endpoints/{id}/test                integrator merchant
  GET    /v1/webhook-endpoints/{id}/deliveries          integrator merchant
  POST   /v1/webhook-endpoints/{id}/deliveries/{n}/resend integrator merchant
  POST   /v1/webhook-endpoints/{id}/recover             integrator merchant
  GET    /v1/ledger/trial-balance                       operator
  GET    /v1/ledger/journal                             operator
  GET    /v1/events                                     integrator operator merchant
  GET    /v1/events/stream                              integrator operator merchant
  POST   /dev/tokens                                    public
  GET    /dev/clock                                     public
  POST   /dev/clock                                     public
  POST   /dev/sandbox/psp/behaviours                    public
  GET    /dev/sandbox/psp/ledger                        public
  POST   /dev/sandbox/psp/discrepancies                 public
  GET    /dev/sandbox/psp/pages/{pageId}                public
  POST   /dev/sandbox/psp/pages/{pageId}/pay            public
  DELETE /dev/sandbox/psp/discrepancies/{refundNumber}  public
  POST   /dev/sandbox/carrier/scans                     public
  GET    /dev/sandbox/insurer/ledger                    public
  POST   /dev/sandbox/insurer/behaviours                public
  POST   /dev/sandbox/insurer/discrepancies             public
  DELETE /dev/sandbox/insurer/discrepancies/{claimId}   public
  PUT    /dev/buyers/{id}/balance                       public
  PUT    /dev/buyers/{id}/score                         public
`;

/** A promised route: the names of its parameters do not matter. */
export type Promised = Readonly<{ route: string; method: string; path: string; roles: readonly string[] | undefined }>;

/** Method and path, whatever the parameters are called. */
export const routeName = (method: string, path: string): string => `${method} ${path.replace(/\{\w+\}/g, '{}')}`;

export const promisedRoutes: readonly Promised[] = ROUTES.trim()
  .split('\n')
  .map((line) => {
    const [method = '', path = '', ...roles] = line.trim().split(/\s+/);
    const named = roles[0] === 'public' ? undefined : roles;
    return { route: routeName(method, path), method, path, roles: withSupervisor(named) };
  });

function withSupervisor(roles: readonly string[] | undefined): readonly string[] | undefined {
  return roles?.includes('agent') === true ? [...roles, 'supervisor'] : roles;
}

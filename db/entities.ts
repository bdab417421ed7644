// Every entity of the schema, parents before children. A table that is missing here does not exist.
import { AttemptSchema } from "./jobs/attempt.entity.ts";
import { DecisionSchema } from "./jobs/decision.entity.ts";
import { DelegationSchema } from "./tenancy/delegation.entity.ts";
import { IncidentJobSchema } from "./jobs/incident-job.entity.ts";
import { IncidentSchema } from "./jobs/incident.entity.ts";
import { JobLogSchema } from "./jobs/job-log.entity.ts";
import { JobSchema } from "./jobs/job.entity.ts";
import { ReplaySchema } from "./jobs/replay.entity.ts";
import { ExceptionSchema } from "./reconciliation/exception.entity.ts";
import { MatchSchema } from "./reconciliation/match.entity.ts";
import { MatchLoserSchema } from "./reconciliation/match-loser.entity.ts";
import { MatchMemberSchema } from "./reconciliation/match-member.entity.ts";
import { PayoutProofSchema } from "./reconciliation/payout-proof.entity.ts";
import { PayoutRowSchema } from "./reconciliation/payout-row.entity.ts";
import { ProofLeafSchema } from "./reconciliation/proof-leaf.entity.ts";
import { ProofLineSchema } from "./reconciliation/proof-line.entity.ts";
import { ReconciliationRunSchema } from "./reconciliation/reconciliation-run.entity.ts";
import { ReconciliationTotalSchema } from "./reconciliation/reconciliation-total.entity.ts";
import { RollForwardSchema } from "./reconciliation/roll-forward.entity.ts";
import { CanonicalRowSchema } from "./sync/canonical-row.entity.ts";
import { ConnectionSchema } from "./sync/connection.entity.ts";
import { ConnectionSecretSchema } from "./sync/connection-secret.entity.ts";
import { ControlTotalSchema } from "./sync/control-total.entity.ts";
import { CursorMoveSchema } from "./sync/cursor-move.entity.ts";
import { DeletionSchema } from "./sync/deletion.entity.ts";
import { ExportSchema } from "./sync/export.entity.ts";
import { FileMappingSchema } from "./sync/file-mapping.entity.ts";
import { FileSchema } from "./sync/file.entity.ts";
import { PageSchema } from "./sync/page.entity.ts";
import { QuarantineSchema } from "./sync/quarantine.entity.ts";
import { RecordSchema } from "./sync/record.entity.ts";
import { SchemaChangeSchema } from "./sync/schema-change.entity.ts";
import { SchemaFieldSchema } from "./sync/schema-field.entity.ts";
import { StreamWindowSchema } from "./sync/stream-window.entity.ts";
import { StreamSchema } from "./sync/stream.entity.ts";
import { ApiKeySchema } from "./tenancy/api-key.entity.ts";
import { AuditArchiveSchema } from "./tenancy/audit-archive.entity.ts";
import { AuditChainSchema } from "./tenancy/audit-chain.entity.ts";
import { AuditCheckpointSchema } from "./tenancy/audit-checkpoint.entity.ts";
import { AuditEventSchema } from "./tenancy/audit-event.entity.ts";
import { AuditPersonalSchema } from "./tenancy/audit-personal.entity.ts";
import { AuditSealSchema } from "./tenancy/audit-seal.entity.ts";
import { AuditUnsealedSchema } from "./tenancy/audit-unsealed.entity.ts";
import { EntitySchema } from "./tenancy/entity.entity.ts";
import { MembershipSchema } from "./tenancy/membership.entity.ts";
import { IdempotencyKeySchema } from "./tenancy/idempotency-key.entity.ts";
import { MembershipEntitySchema } from "./tenancy/membership-entity.entity.ts";
import { OutboxSchema } from "./tenancy/outbox.entity.ts";
import { PlatformAdminSchema } from "./tenancy/platform-admin.entity.ts";
import { PolicySchema } from "./tenancy/policy.entity.ts";
import { PolicyVersionSchema } from "./tenancy/policy-version.entity.ts";
import { RoleSchema } from "./tenancy/role.entity.ts";
import { SavedViewSchema } from "./tenancy/saved-view.entity.ts";
import { SessionSchema } from "./tenancy/session.entity.ts";
import { SessionViewSchema } from "./tenancy/session-view.entity.ts";
import { SupportAccessSchema } from "./tenancy/support-access.entity.ts";
import { IdentityProviderSchema } from "./tenancy/identity-provider.entity.ts";
import { InvitationSchema } from "./tenancy/invitation.entity.ts";
import { MailSchema } from "./tenancy/mail.entity.ts";
import { MailLinkSchema } from "./tenancy/mail-link.entity.ts";
import { RecoveryCodeSchema } from "./tenancy/recovery-code.entity.ts";
import { RefreshTokenSchema } from "./tenancy/refresh-token.entity.ts";
import { SecondFactorSchema } from "./tenancy/second-factor.entity.ts";
import { ModelKeySchema } from "./tenancy/model-key.entity.ts";
import { OnboardingSkipSchema } from "./tenancy/onboarding-skip.entity.ts";
import { ErasureReportSchema } from "./tenancy/erasure-report.entity.ts";
import { SigningKeySchema } from "./tenancy/signing-key.entity.ts";
import { SsoDomainSchema } from "./tenancy/sso-domain.entity.ts";
import { SsoIdentitySchema } from "./tenancy/sso-identity.entity.ts";
import { ThrottleSchema } from "./tenancy/throttle.entity.ts";
import { EventCursorSchema } from "./tenancy/event-cursor.entity.ts";
import { InboxRefusalSchema } from "./sync/inbox-refusal.entity.ts";
import { InboxSchema } from "./sync/inbox.entity.ts";
import { TenantKeySchema } from "./tenancy/tenant-key.entity.ts";
import { TenantSchema } from "./tenancy/tenant.entity.ts";
import { UserSchema } from "./tenancy/user.entity.ts";
import { WebhookDeliverySchema } from "./tenancy/webhook-delivery.entity.ts";
import { WebhookEndpointSchema } from "./tenancy/webhook-endpoint.entity.ts";
import { WebhookSecretSchema } from "./tenancy/webhook-secret.entity.ts";
import { WebhookTrySchema } from "./tenancy/webhook-try.entity.ts";

export const entities = [
	TenantSchema,
	UserSchema,
	PlatformAdminSchema,
	RoleSchema,
	MembershipSchema,
	SessionSchema,
	RefreshTokenSchema,
	SecondFactorSchema,
	RecoveryCodeSchema,
	MailSchema,
	MailLinkSchema,
	ThrottleSchema,
	ErasureReportSchema,
	OnboardingSkipSchema,
	ModelKeySchema,
	SigningKeySchema,
	InvitationSchema,
	IdentityProviderSchema,
	SsoDomainSchema,
	SsoIdentitySchema,
	EntitySchema,
	MembershipEntitySchema,
	SessionViewSchema,
	SupportAccessSchema,
	AuditEventSchema,
	AuditUnsealedSchema,
	AuditPersonalSchema,
	AuditSealSchema,
	AuditChainSchema,
	AuditCheckpointSchema,
	AuditArchiveSchema,
	OutboxSchema,
	EventCursorSchema,
	WebhookEndpointSchema,
	WebhookSecretSchema,
	WebhookDeliverySchema,
	WebhookTrySchema,
	InboxSchema,
	InboxRefusalSchema,
	JobSchema,
	AttemptSchema,
	ConnectionSchema,
	ConnectionSecretSchema,
	StreamSchema,
	PageSchema,
	RecordSchema,
	CanonicalRowSchema,
	QuarantineSchema,
	ControlTotalSchema,
	FileSchema,
	ReconciliationRunSchema,
	ReconciliationTotalSchema,
	PayoutProofSchema,
	ProofLineSchema,
	ProofLeafSchema,
	PayoutRowSchema,
	MatchSchema,
	MatchMemberSchema,
	MatchLoserSchema,
	ExceptionSchema,
	RollForwardSchema,
	ReplaySchema,
	DecisionSchema,
	DelegationSchema,
	IncidentSchema,
	IncidentJobSchema,
	JobLogSchema,
	CursorMoveSchema,
	StreamWindowSchema,
	DeletionSchema,
	SchemaFieldSchema,
	SchemaChangeSchema,
	FileMappingSchema,
	ExportSchema,
	TenantKeySchema,
	SavedViewSchema,
	ApiKeySchema,
	IdempotencyKeySchema,
	PolicySchema,
	PolicyVersionSchema,
];

import { ActDialog } from "@/components/forms/act-dialog";
import { ActionButton } from "@/components/forms/action-button";
import { DialogTrigger } from "@/components/ui/dialog";
import { ItemList } from "@/components/ui/item";
import { Section } from "@/components/ui/section";
import type { CertificateRow } from "@/server/features/recognition/certificates.schema";
import type { T } from "@/server/platform/i18n";
import { CertificateItem, type CertificateWords } from "./certificates";

type Words = CertificateWords & { ui: T };

/** A learner's certificates for who teaches and supports: to download, and for who keeps them to withdraw and renew. */
export function KeptCertificates({ certificates, ...words }: Words & { certificates: readonly CertificateRow[] }) {
  const { c } = words;
  if (certificates.length === 0) return null;
  return (
    <Section id="certificates" title={c("keep.title")} note={c("keep.note")}>
      <ItemList label={c("keep.title")}>
        {certificates.map((one) => (
          <CertificateItem
            key={one.id}
            certificate={one}
            acts={one.mayKeep ? <Acts certificate={one} {...words} /> : null}
            {...words}
          />
        ))}
      </ItemList>
    </Section>
  );
}

function Acts({ certificate, c, ui }: Words & { certificate: CertificateRow }) {
  const { id, title, revokedAt } = certificate;
  return (
    <>
      <ActionButton
        procedure="certificates.reissue"
        input={{ id }}
        size="small"
        done={c("keep.reissue.done")}
        failed={ui("table.failed")}
        confirm={{
          title: c("keep.reissue.title", { title }),
          text: c("keep.reissue.text"),
          action: c("keep.reissue.open"),
          cancel: c("keep.reissue.cancel"),
        }}
      >
        {c("keep.reissue.open")}
      </ActionButton>
      {revokedAt ? null : (
        <DialogTrigger dialog={`revoke-${id}`} size="small">
          {c("keep.revoke.open")}
        </DialogTrigger>
      )}
      {revokedAt ? null : (
        <ActDialog
          id={`revoke-${id}`}
          title={c("keep.revoke.title", { title })}
          description={c("keep.revoke.text")}
          closeLabel={ui("close")}
          procedure="certificates.revoke"
          input={{ id }}
          submit={c("keep.revoke.submit")}
          working={c("keep.working")}
          look={{ variant: "danger" }}
          fields={[{ name: "reason", label: c("keep.revoke.reason"), long: true, required: true, maxLength: 500 }]}
        />
      )}
    </>
  );
}

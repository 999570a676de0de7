import { BookOpen, MessageCircle, Wallet } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardFooter, CardHeader, CardLink } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Item, ItemList } from "@/components/ui/item";
import { Notice } from "@/components/ui/notice";
import { Section } from "@/components/ui/section";
import { Skeleton, SkeletonText } from "@/components/ui/skeleton";
import type { Translate } from "@/lib/translate";
import type { Say } from "./sample";

type Props = { say: Say; t: Translate };
const Row = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-wrap items-center gap-3">{children}</div>
);

/** Things that say something. */
export function Messages({ say, t }: Props) {
  return (
    <Section
      title={say("Cards and messages", "Kadi na ujumbe")}
      id="messages"
      note="3"
      link={{ href: "#messages", label: say("All of them", "Zote") }}
    >
      <div className="grid gap-5">
        <ItemList>
          <Item
            icon={Wallet}
            tone="danger"
            title={say(
              "Term 3 fees: KES 4,500 due Friday 27 November",
              "Ada ya muhula wa 3: KES 4,500 kabla ya Ijumaa 27 Novemba",
            )}
            text={say(
              "Your plan continues until 4 December whatever happens. You can split it with another payer.",
              "Mpango wako unaendelea hadi 4 Desemba kwa vyovyote. Unaweza kugawana na mlipaji mwingine.",
            )}
            action={
              <Button variant="main" size="small">
                {say("Pay by M-Pesa", "Lipa kwa M-Pesa")}
              </Button>
            }
          />
          <Item
            icon={MessageCircle}
            tone="info"
            title={say(
              "Mwalimu Otieno about Amani’s fractions project",
              "Mwalimu Otieno kuhusu mradi wa sehemu wa Amani",
            )}
            text={say("“She explained it beautifully.”", "“Aliieleza vizuri sana.”")}
            aside="10:31"
            action={<Button size="small">{say("Reply", "Jibu")}</Button>}
          />
          <Item
            picture={<Avatar name="Chebet Kiprono" />}
            title="Chebet"
            text={say("New badge: Storyteller", "Beji mpya: Msimulizi")}
          />
        </ItemList>
        <div className="grid gap-4 lg:grid-cols-3">
          <Card interactive>
            <CardHeader
              title={
                <CardLink href="#card">{say("Baraka is the one to sit with", "Baraka ndiye wa kukaa naye")}</CardLink>
              }
              note={say("This week in short", "Wiki hii kwa ufupi")}
            />
            <CardBody>
              {say(
                "He stopped at electric circuits on Tuesday after two low results.",
                "Aliacha kwenye saketi za umeme Jumanne baada ya matokeo mawili ya chini.",
              )}
            </CardBody>
            <CardFooter>
              {say(
                "Worked out by rules. No outside AI was used.",
                "Imekokotolewa kwa kanuni. Hakuna AI ya nje iliyotumika.",
              )}
            </CardFooter>
          </Card>
          <Card>
            <EmptyState
              icon={BookOpen}
              title={say("No goals yet", "Bado hakuna malengo")}
              text={say(
                "A goal you set together shows here with its steps.",
                "Lengo mnaloweka pamoja litaonekana hapa pamoja na hatua zake.",
              )}
              action={
                <Button variant="main" size="small">
                  {say("Set the first goal", "Weka lengo la kwanza")}
                </Button>
              }
            />
          </Card>
          <Card>
            <ErrorState
              title={say("The goals could not be loaded", "Malengo hayakuweza kupakiwa")}
              kept={say("Nothing was changed.", "Hakuna kilichobadilika.")}
              reference={t("reference", { reference: "7QK2-94" })}
              action={<Button size="small">{t("tryAgain")}</Button>}
            />
          </Card>
        </div>
        <div className="grid gap-3 sm:grid-cols-2">
          <Notice
            tone="info"
            title={say("You see what Amani's other guardian sees", "Unaona anachoona mlezi mwingine wa Amani")}
          >
            {say("Change it under Consent.", "Badilisha chini ya Idhini.")}
          </Notice>
          <Notice tone="good" title={say("Payment received", "Malipo yamepokelewa")} />
          <Notice
            tone="warn"
            title={say("The line is weak", "Mtandao ni dhaifu")}
            action={<Button size="small">{t("tryAgain")}</Button>}
          >
            {say("What you write is kept on this phone.", "Unachoandika kinahifadhiwa kwenye simu hii.")}
          </Notice>
          <Notice tone="danger" title={say("Sponsorship ends in 3 days", "Ufadhili unaisha baada ya siku 3")}>
            {say(
              "Ask the partner to renew, or choose another plan.",
              "Mwombe mshirika aongeze, au chagua mpango mwingine.",
            )}
          </Notice>
        </div>
        <Row>
          <Skeleton className="size-10 rounded-full" />
          <div className="min-w-0 flex-1">
            <SkeletonText label={t("loading")} />
          </div>
        </Row>
      </div>
    </Section>
  );
}

#include "ui/tray/tray_menu_content.h"

#include "ui/models/format.h"
#include "ui/models/weights.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace signalbox::ui {

using namespace Qt::StringLiterals;
using Weights = std::vector<double>;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::TrayMenu)
};

/// A name that people chose may hold what menus read as a mnemonic.
QString plain(QString label)
{
    return label.replace(u'&', u"&&"_s);
}

TrayEntry separator()
{
    return {.command = TrayCommand::Separator, .label = {}};
}

QString wholeShare(const Weights &weights, std::size_t index)
{
    return QString::number(std::lround(shareOf(weights, index)));
}

/// The model's name, and whose it is where two targets have one of the same name.
QString targetName(const config::VirtualModel &model, const config::RouteTarget &target)
{
    const auto same = std::ranges::count(model.targets, target.model, &config::RouteTarget::model);
    return same > 1 ? text(target.model) + u" ("_s + text(target.provider) + u')' : text(target.model);
}

Weights weightsOf(const config::VirtualModel &model)
{
    Weights weights;
    for (const config::RouteTarget &target : model.targets)
        weights.push_back(target.weight);
    return weights;
}

bool isEnabled(const TrayFacts &facts, const std::string &provider)
{
    const auto &providers = facts.view.configuration.providers;
    const auto found = std::ranges::find(providers, provider, &config::Provider::id);
    return found != providers.end() && found->enabled;
}

bool isFailing(const TrayFacts &facts, const std::string &provider)
{
    const auto found = std::ranges::find(facts.health, provider, &ProviderHealth::provider);
    return found != facts.health.end() && found->state == ProviderHealth::State::Failing;
}

/// What is known of a target just now: "p50 6.1 s", "does not answer", "switched off".
QString targetNote(const TrayFacts &facts, const config::RouteTarget &target)
{
    if (!isEnabled(facts, target.provider))
        return Words::tr("switched off");
    if (isFailing(facts, target.provider))
        return Words::tr("does not answer");
    const auto row =
        std::ranges::find(facts.today.rows, target.provider + '/' + target.model, &control::UsageRow::key);
    if (row == facts.today.rows.end() || !row->p50Ms)
        return {};
    return Words::tr("p50 %1").arg(formatDuration(*row->p50Ms));
}

/// "coder · gpt-5.4 60 %"
QString modelTitle(const config::VirtualModel &model, const Weights &weights)
{
    if (model.targets.empty())
        return text(model.name);
    if (model.strategy != config::Strategy::Weighted)
        return text(model.name) + u" · "_s + text(model.targets.front().model);
    const auto heaviest = std::ranges::max_element(weights);
    const auto index = std::size_t(heaviest - weights.begin());
    const QString share =
        weights.size() > 1 ? u' ' + formatPercent(shareOf(weights, index) / 100) : QString();
    return text(model.name) + u" · "_s + targetName(model, model.targets[index]) + share;
}

TrayEntry asSetEntry(const config::VirtualModel &model, const Weights &asSet, bool inForce)
{
    QStringList shares;
    for (std::size_t i = 0; i < asSet.size(); ++i)
        shares << wholeShare(asSet, i);
    return {.command = TrayCommand::RestoreShares,
            .label = Words::tr("%1 as set").arg(shares.join(u" / "_s)),
            .subject = model.name,
            .checked = inForce};
}

TrayEntry modelEntry(const TrayFacts &facts, const config::VirtualModel &model)
{
    const Weights weights = weightsOf(model);
    TrayEntry entry{.label = plain(modelTitle(model, weights)), .subject = model.name, .hasChildren = true};
    if (model.strategy == config::Strategy::Weighted && model.targets.size() > 1) {
        const auto remembered = facts.asSet.find(model.name);
        const bool switched = remembered != facts.asSet.end();
        entry.children.push_back(asSetEntry(model, switched ? remembered->second : weights, !switched));
        for (std::size_t i = 0; i < model.targets.size(); ++i) {
            const config::RouteTarget &target = model.targets[i];
            QString label = Words::tr("All %1").arg(targetName(model, target));
            if (const QString note = targetNote(facts, target); !note.isEmpty())
                label += u" · "_s + note;
            entry.children.push_back({.command = TrayCommand::AllTo,
                                      .label = plain(label),
                                      .subject = model.name,
                                      .index = i,
                                      .enabled = isEnabled(facts, target.provider),
                                      .checked = switched && weights[i] > 0});
        }
        entry.children.push_back(separator());
    }
    entry.children.push_back(
        {.command = TrayCommand::ChooseShares, .label = Words::tr("Choose weights…"), .subject = model.name});
    return entry;
}

void addStatus(std::vector<TrayEntry> &entries, const TrayFacts &facts)
{
    entries.push_back({.label = plain(trayStatusLine(facts)), .enabled = false});
    const QList<Attention> attention = trayAttention(facts);
    for (int i = 0; i < kAttentionPlaces; ++i) {
        TrayEntry entry{.enabled = false, .visible = i < attention.size()};
        if (entry.visible) {
            entry.label = plain(attention[i].text);
            entry.sign = attention[i].sign;
        }
        entries.push_back(entry);
    }
}

/// "14:31 · coder → lab/qwen3-coder · 502"
QString errorLine(const record::RequestRecord &record)
{
    QString line = localTime(record.startedAt).toString(u"HH:mm"_s) + u" · "_s + text(record.askedModel);
    if (!record.provider.empty())
        line += u" → "_s + text(record.provider + '/' + record.model);
    if (record.outcome == record::Outcome::Cut)
        line += u" · "_s + Words::tr("cut short");
    else if (record.httpStatus > 0)
        line += u" · "_s + QString::number(record.httpStatus);
    return line;
}

TrayEntry errorsEntry(const TrayFacts &facts)
{
    const std::int64_t count = facts.today.total.failed;
    TrayEntry entry{.label = Words::tr("Errors today · %1").arg(formatCount(count)),
                    .enabled = count > 0,
                    .hasChildren = true};
    for (std::size_t i = 0; i < kErrorPlaces; ++i) {
        TrayEntry line{.command = TrayCommand::ShowErrors, .index = i, .visible = i < facts.errors.size()};
        if (line.visible)
            line.label = plain(errorLine(facts.errors[i]));
        entry.children.push_back(line);
    }
    return entry;
}

void addTools(std::vector<TrayEntry> &entries, const TrayFacts &facts)
{
    if (facts.canTest)
        entries.push_back(
            {.command = TrayCommand::TestProviders,
             .label = facts.testing ? Words::tr("Testing the providers…") : Words::tr("Test providers now"),
             .enabled = !facts.testing});
    const auto &addresses = facts.live.status.addresses;
    const bool hasAddress = !addresses.empty() && !facts.lost;
    const std::string address = hasAddress ? addresses.front() : std::string();
    QString label = Words::tr("Copy address");
    if (hasAddress)
        label += u" · "_s + text(address.substr(address.find("//") + 2));
    entries.push_back(
        {.command = TrayCommand::Copy, .label = label, .subject = address, .enabled = hasAddress});
    TrayEntry setup{.label = Words::tr("Copy setup for"), .hasChildren = true};
    setup.children.push_back(
        {.command = TrayCommand::Copy, .label = Words::tr("Codex CLI"), .subject = "signalbox codex"});
    setup.children.push_back({.command = TrayCommand::Copy,
                              .label = Words::tr("OpenAI clients"),
                              .subject = "export OPENAI_BASE_URL=" + address + "/v1",
                              .enabled = hasAddress});
    entries.push_back(std::move(setup));
    entries.push_back(errorsEntry(facts));
}

bool sameEntryShape(const TrayEntry &a, const TrayEntry &b)
{
    return a.command == b.command && a.hasChildren == b.hasChildren &&
           a.checked.has_value() == b.checked.has_value() && haveSameShape(a.children, b.children);
}

} // namespace

std::vector<TrayEntry> trayEntries(const TrayFacts &facts)
{
    std::vector<TrayEntry> entries;
    addStatus(entries, facts);
    entries.push_back(separator());
    // The first that acts: some desktops open the menu on every click.
    entries.push_back({.command = TrayCommand::Open, .label = Words::tr("Open Signalbox")});
    const control::Status &status = facts.live.status;
    entries.push_back(
        {.command = TrayCommand::TogglePause,
         .label = status.paused ? Words::tr("Start gateway") : Words::tr("Pause gateway"),
         .enabled = !facts.lost && (status.paused || status.state == control::GatewayState::Running)});
    entries.push_back(separator());
    for (const config::VirtualModel &model : facts.view.configuration.models)
        entries.push_back(modelEntry(facts, model));
    if (!facts.view.configuration.models.empty())
        entries.push_back(separator());
    addTools(entries, facts);
    entries.push_back(separator());
    entries.push_back({.command = TrayCommand::ToggleLogin,
                       .label = Words::tr("Start at login"),
                       .checked = facts.startsAtLogin});
    entries.push_back({.command = TrayCommand::Desktop, .label = Words::tr("Desktop…")});
    entries.push_back({.command = TrayCommand::Quit, .label = Words::tr("Quit")});
    return entries;
}

bool haveSameShape(const std::vector<TrayEntry> &a, const std::vector<TrayEntry> &b)
{
    return std::ranges::equal(a, b, sameEntryShape);
}

} // namespace signalbox::ui

#pragma once

#include "base/clock.h"
#include "catalog/catalog.h"
#include "control/desk.h"

namespace signalbox::ui {

class ModelSlots;
class ProviderChanges;
class ProviderPoller;
class ProviderTests;

/// What a provider's pane and its tabs work with; all outlive them.
struct ProviderWork
{
    control::Desk desk;
    const Clock &clock;
    ModelSlots &modelSlots;
    const catalog::Catalog &catalog;
    ProviderChanges &changes;
    ProviderTests &tests;
    ProviderPoller &poller;
};

} // namespace signalbox::ui

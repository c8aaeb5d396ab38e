#include "catalog/model_row.h"

namespace signalbox::catalog {

namespace {

template<class T>
void replace(std::optional<T> &target, const std::optional<T> &value)
{
    if (value)
        target = value;
}

} // namespace

ModelRow merged(const ModelRow *row, std::string id, const ModelOverride &over)
{
    ModelRow model = row == nullptr ? ModelRow() : *row;
    model.id = std::move(id);
    if (model.name.empty())
        model.name = model.id;
    replace(model.context, over.context);
    replace(model.maxOutput, over.maxOutput);
    replace(model.toolCall, over.toolCall);
    replace(model.reasoning, over.reasoning);
    replace(model.images, over.images);
    if (over.rates) {
        PriceRow price;
        price.asOf = kConfiguredPrice;
        price.rates = *over.rates;
        model.prices = {std::move(price)};
    }
    return model;
}

} // namespace signalbox::catalog

from celery import shared_task

from municipalities import import_actions, interest_actions, place_actions, placing


@shared_task
def end_offers():
    return sum(place_actions.end_offers(programme=programme) for programme in placing.with_ended_offers())


@shared_task
def erase_old_interest():
    return interest_actions.erase_old()


@shared_task
def forget_old_imports():
    return import_actions.forget_old()
